// node-nlp behind standard input and output, for bench/nlu_peers.py: one JSON line of training data, then one text a line.
"use strict";
const readline = require("node:readline");
let Manager;
try {
  ({ NlpManager: Manager } = require("node-nlp"));
} catch {
  console.log("missing");
  process.exit(1);
}
const manager = new Manager({ languages: ["fr"], forceNER: false, autoSave: false, nlu: { log: false } });
const lines = readline.createInterface({ input: process.stdin });
let trained = false;
lines.on("line", async (line) => {
  const value = JSON.parse(line);
  if (!trained) {
    trained = true;
    lines.pause();
    value.texts.forEach((text, index) => manager.addDocument("fr", text, value.labels[index]));
    await manager.train();
    console.log("ready");
    lines.resume();
    return;
  }
  const found = await manager.process("fr", value);
  console.log(found.intent);
});
