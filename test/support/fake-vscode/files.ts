/** Errors of file systems, as the editor makes them. */
export class FileSystemError extends Error {
  static FileNotFound(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "FileNotFound");
  }
  static FileExists(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "FileExists");
  }
  static FileNotADirectory(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "FileNotADirectory");
  }
  static FileIsADirectory(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "FileIsADirectory");
  }
  static NoPermissions(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "NoPermissions");
  }
  static Unavailable(about?: string | { toString(): string }): FileSystemError {
    return new FileSystemError(about, "Unavailable");
  }

  readonly code: string;

  constructor(about?: string | { toString(): string }, code = "Unknown") {
    super(about === undefined ? code : about.toString());
    this.name = "FileSystemError";
    this.code = code;
  }
}
