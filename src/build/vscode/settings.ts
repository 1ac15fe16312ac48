/** User settings of the windows we open. */

/** What anyone who looks at Valsmith in a window of its own is spared: sign-ups, assistants, look-ups, tips. */
const calm = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "remote.autoForwardPorts": false,
  // The browser build would save after a second by itself; desktop VS Code does not.
  "files.autoSave": "off",
} as const;

/** For `npm start`, where a person works; only the first start writes them. */
export const startSettings: Readonly<Record<string, unknown>> = calm;

/** For tests: nothing moves, nothing pops up by itself, and typed text stays as typed. */
export const testSettings: Readonly<Record<string, unknown>> = {
  ...calm,
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoIndent": "none",
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "editor.stickyScroll.enabled": false,
  "files.simpleDialog.enable": true,
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "window.commandCenter": false,
  "window.confirmBeforeClose": "never",
  "window.dialogStyle": "custom",
  "workbench.editor.useModal": "off",
  "workbench.layoutControl.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};
