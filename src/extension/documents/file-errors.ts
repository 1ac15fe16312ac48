/** Failures as the errors that the editor's file services understand. */
import * as vscode from "vscode";
import type { Failure } from "../../core/failure.ts";
import { explainFailure, isTaken } from "../explain-failure.ts";

/** The error for a failed read or change; its message is one sentence. */
export function toFileError(failure: Failure, uri: vscode.Uri): vscode.FileSystemError {
  const { reason } = explainFailure(failure);
  switch (failure.kind) {
    case "notFound":
      return vscode.FileSystemError.FileNotFound(uri);
    case "forbidden":
    case "unauthorized":
      return vscode.FileSystemError.NoPermissions(reason);
    case "conflict":
      return isTaken(failure)
        ? vscode.FileSystemError.FileExists(uri)
        : vscode.FileSystemError.Unavailable(reason);
    case "offline":
    case "timeout":
    case "cancelled":
    case "badReply":
    case "service":
    case "invalid":
    case "busy":
    case "run":
      return vscode.FileSystemError.Unavailable(reason);
  }
}
