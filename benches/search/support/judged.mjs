// Reads tests/search/queries.yaml: one flow mapping a line, of which this is all that stands there.

/** Values of a flow mapping or sequence: words, quoted words, lists, mappings. */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }
  space() {
    while (this.text[this.at] === " ") this.at++;
  }
  value() {
    this.space();
    const sign = this.text[this.at];
    if (sign === "{") return this.mapping();
    if (sign === "[") return this.sequence();
    if (sign === '"') return this.quoted();
    if (sign === "'") return this.single();
    const [plain] = /^.*?(?=,(?: |$)|[\]}]|: |$)/.exec(this.text.slice(this.at));
    this.at += plain.length;
    return plain.trim();
  }
  quoted() {
    const [text] = /^"(?:[^"\\]|\\.)*"/.exec(this.text.slice(this.at));
    this.at += text.length;
    return JSON.parse(text);
  }
  single() {
    const [text] = /^'(?:[^']|'')*'/.exec(this.text.slice(this.at));
    this.at += text.length;
    return text.slice(1, -1).replaceAll("''", "'");
  }
  take(sign) {
    this.space();
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }
  sequence() {
    const out = [];
    this.take("[");
    while (!this.take("]")) {
      out.push(this.value());
      this.take(",");
    }
    return out;
  }
  mapping() {
    const out = {};
    this.take("{");
    while (!this.take("}")) {
      const name = this.value();
      if (!this.take(":")) throw new Error(`no value after ${name}: ${this.text}`);
      out[name] = this.value();
      this.take(",");
    }
    return out;
  }
}

export function readQueries(text) {
  return text
    .split("\n")
    .filter((line) => line.startsWith("- "))
    .map((line) => {
      const judged = new Reader(line.slice(2)).value();
      if (typeof judged.query !== "string" || !Array.isArray(judged.expect)) throw new Error(`not a query: ${line}`);
      return { filters: {}, ...judged };
    });
}
