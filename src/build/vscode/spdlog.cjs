// Takes the place of the native module `@vscode/spdlog` in the VS Code that tests and `npm start` use: the real one has
// to be compiled, and without it every log channel stays empty. Same interface, plain appends to the same files.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const names = ["trace", "debug", "info", "warning", "error", "critical", "off"];

class Logger {
  #file;
  #limit;
  #kept;
  #level = 2;
  #formatted = true;
  #descriptor;
  #size;

  constructor(_kind, _name, file, limit, kept) {
    this.#file = file;
    this.#limit = limit;
    this.#kept = kept;
    this.#open();
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  /** The one pattern VS Code ever sets is the one written below. */
  setPattern() {
    this.#formatted = true;
  }
  clearFormatters() {
    this.#formatted = false;
  }
  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  /** Every write has reached the file already. */
  flush() {}
  drop() {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open() {
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    this.#descriptor = fs.openSync(this.#file, "a");
    this.#size = fs.fstatSync(this.#descriptor).size;
  }

  #write(level, message) {
    if (level < this.#level || this.#descriptor === undefined) return;
    const text = this.#formatted
      ? `${localTime(new Date())} [${names[level]}] ${message}\n`
      : String(message);
    const bytes = Buffer.from(text);
    if (this.#limit > 0 && this.#size > 0 && this.#size + bytes.length > this.#limit)
      this.#rotate();
    fs.writeSync(this.#descriptor, bytes);
    this.#size += bytes.length;
  }

  /** `name.log` becomes `name.1.log`, that one `name.2.log`, and so on; the oldest goes. */
  #rotate() {
    this.drop();
    const { dir, name, ext } = path.parse(this.#file);
    const numbered = (n) => (n === 0 ? this.#file : path.join(dir, `${name}.${n}${ext}`));
    for (let n = Math.max(0, this.#kept - 1); n >= 0; n--) {
      if (fs.existsSync(numbered(n))) fs.renameSync(numbered(n), numbered(n + 1));
    }
    if (this.#kept === 0) fs.rmSync(numbered(1), { force: true });
    this.#open();
  }
}

/** `2026-01-31 09:05:07.042` in the machine's time zone. */
function localTime(date) {
  const two = (n) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

async function create(name, file, limit, kept) {
  return new Logger("rotating", name, file, limit, kept);
}

exports.version = 1;
exports.setLevel = function setLevel() {};
exports.setFlushOn = function setFlushOn() {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
