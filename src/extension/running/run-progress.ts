/** Shows that a run is going on: in the status bar at once, with a way to stop it when it takes longer. */
import * as vscode from "vscode";

/** After this many milliseconds people want to stop it. */
export const patience = 2000;

/** Shows `title` until `ended` settles; `stop` is what the person may press then. */
export function showProgress(title: string, ended: Promise<unknown>, stop: () => void): void {
  const { Window: window, Notification: notification } = vscode.ProgressLocation;
  void vscode.window.withProgress({ location: window, title }, () => ended);
  const timer = setTimeout(() => {
    const options = { location: notification, title, cancellable: true };
    void vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(stop);
      return ended;
    });
  }, patience);
  const isOver = () => clearTimeout(timer);
  ended.then(isOver, isOver);
}
