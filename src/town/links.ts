/** Addresses of things, as they stand in answers: absolute, on the origin that was asked. */
import { printModuleUrl } from "../core/uri.ts";

export interface Links {
  /** Origin of the request, such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Address of an API path. */
  to(path: string): string;
  /** Address of a file as a module, or of a val as a page. */
  module(place: Parameters<typeof printModuleUrl>[0]): string;
}

/** The addresses of one origin. */
export function createLinks(origin: string): Links {
  return {
    origin,
    to: (path) => `${origin}${path}`,
    module: (place) => printModuleUrl(place).replace("https://esm.town", origin),
  };
}
