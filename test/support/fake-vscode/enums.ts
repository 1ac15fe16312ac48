/** Enumerations, with the editor's own numbers. */
const numbered = <const K extends readonly string[]>(names: K, first = 0) =>
  Object.fromEntries(names.map((name, index) => [name, index + first])) as Record<
    K[number],
    number
  >;

export const CodeActionTriggerKind = numbered(["Invoke", "Automatic"], 1);
export const ColorThemeKind = numbered(["Light", "Dark", "HighContrast", "HighContrastLight"], 1);
export const CompletionItemKind = numbered([
  "Text",
  "Method",
  "Function",
  "Constructor",
  "Field",
  "Variable",
]);
export const ConfigurationTarget = numbered(["Global", "Workspace", "WorkspaceFolder"], 1);
export const DiagnosticSeverity = numbered(["Error", "Warning", "Information", "Hint"]);
export const DiagnosticTag = numbered(["Unnecessary", "Deprecated"], 1);
export const EndOfLine = numbered(["LF", "CRLF"], 1);
export const ExtensionKind = numbered(["UI", "Workspace"], 1);
export const ExtensionMode = numbered(["Production", "Development", "Test"], 1);
export const FileChangeType = numbered(["Changed", "Created", "Deleted"], 1);
export const FilePermission = { Readonly: 1 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const LanguageStatusSeverity = numbered(["Information", "Warning", "Error"]);
export const LogLevel = numbered(["Off", "Trace", "Debug", "Info", "Warning", "Error"]);
export const OverviewRulerLane = { Left: 1, Center: 2, Right: 4, Full: 7 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const StatusBarAlignment = numbered(["Left", "Right"], 1);
export const TextDocumentChangeReason = numbered(["Undo", "Redo"], 1);
export const TextDocumentSaveReason = numbered(["Manual", "AfterDelay", "FocusOut"], 1);
export const TextEditorRevealType = numbered([
  "Default",
  "InCenter",
  "InCenterIfOutsideViewport",
  "AtTop",
]);
export const TreeItemCheckboxState = numbered(["Unchecked", "Checked"]);
export const TreeItemCollapsibleState = numbered(["None", "Collapsed", "Expanded"]);
export const UIKind = numbered(["Desktop", "Web"], 1);
export const ViewColumn = { Active: -1, Beside: -2, One: 1, Two: 2, Three: 3 };

export const QuickInputButtons = { Back: { iconPath: undefined, tooltip: "Back" } };
