// Takes the place of the native modules `@vscode/native-watchdog` and `native-watchdog`: ends a helper process when the
// process that it works for is gone.
"use strict";

exports.start = function start(pid) {
  const watch = () => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error.code === "ESRCH") process.exit(87);
    }
  };
  setInterval(watch, 1000).unref();
};

exports.exit = function exit(code) {
  process.exit(code || 0);
};
