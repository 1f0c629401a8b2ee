/* Unpacks what build.rs has packed by LZMA, which takes a tenth less than gzip, and on every browser: bytes of the
   content, its FNV-1a, both 32 bits from the lowest byte on, and a stream with lc = 3, lp = 0, pb = 0. After Igor
   Pavlov's "LZMA specification" of 2015, section by section; nothing if the content is not what was packed. */
self.metodUnpack = function (bytes) {
  "use strict";
  if (bytes.length < 13) return null;
  var view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  var size = view.getUint32(0, true);
  /* More than this is damage. */
  if (size > 1 << 22) return null;
  var out = new Uint8Array(size);
  var filled = 0;

  /* The range decoder. The first byte of a stream is always 0. */
  var at = 13;
  /* Range and code: engines allocate such numbers one by one where they are not in such an array. */
  var now = new Uint32Array([0xffffffff, view.getUint32(9)]);
  function shift() {
    if (now[0] < 0x1000000) {
      now[0] <<= 8;
      now[1] = (now[1] << 8) | bytes[at++];
    }
  }

  /* Odds of all decisions, in 2048ths, and where those of each begin. */
  var MATCH = 0;
  var REP = 12;
  var REP_0 = 24;
  var REP_1 = 36;
  var REP_2 = 48;
  var REP_0_LONG = 60;
  var LENGTHS = 72;
  var REP_LENGTHS = LENGTHS + 274;
  var SLOTS = REP_LENGTHS + 274;
  var SPECIAL = SLOTS + 256;
  var ALIGN = SPECIAL + 115;
  var LITERALS = ALIGN + 16;
  var odds = new Uint16Array(LITERALS + 8 * 768).fill(1024);

  function bit(which) {
    var bound = (now[0] >>> 11) * odds[which];
    var set = 0;
    if (now[1] < bound) {
      now[0] = bound;
      odds[which] += (2048 - odds[which]) >> 5;
    } else {
      set = 1;
      now[0] -= bound;
      now[1] -= bound;
      odds[which] -= odds[which] >> 5;
    }
    shift();
    return set;
  }
  function tree(from, bits) {
    var node = 1;
    for (var i = 0; i < bits; i++) node = 2 * node + bit(from + node);
    return node - (1 << bits);
  }
  function backwards(from, bits) {
    var node = 1;
    var number = 0;
    for (var i = 0; i < bits; i++) {
      var next = bit(from + node);
      node = 2 * node + next;
      number += next << i;
    }
    return number;
  }
  function even(bits) {
    var number = 0;
    while (bits--) {
      now[0] >>>= 1;
      var set = now[1] >= now[0];
      if (set) now[1] -= now[0];
      number = 2 * number + set;
      shift();
    }
    return number;
  }

  /* What came before decides odds: 0 to 6 after a literal, else 7 to 11. */
  var state = 0;
  /* The last four distances, less one. */
  var last = new Uint32Array(4);
  function renew(which, value) {
    last.copyWithin(1, 0, which);
    last[0] = value;
  }

  function literal() {
    var from = LITERALS + 768 * ((filled ? out[filled - 1] : 0) >> 5);
    var node = 1;
    if (state > 6) {
      var guess = out[filled - last[0] - 1];
      var agree = true;
      while (agree && node < 256) {
        var expected = (guess >> 7) & 1;
        guess <<= 1;
        var next = bit(from + 256 * (1 + expected) + node);
        node = 2 * node + next;
        agree = next === expected;
      }
    }
    while (node < 256) node = 2 * node + bit(from + node);
    out[filled++] = node;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }
  function length(from) {
    if (!bit(from)) return 2 + tree(from + 2, 3);
    if (!bit(from + 1)) return 10 + tree(from + 10, 3);
    return 18 + tree(from + 18, 8);
  }
  function distance(long) {
    var slot = tree(SLOTS + 64 * Math.min(long - 2, 3), 6);
    if (slot < 4) return slot;
    var bits = (slot >> 1) - 1;
    var base = (2 + (slot & 1)) * Math.pow(2, bits);
    if (slot < 14) return base + backwards(SPECIAL + base - slot, bits);
    return base + even(bits - 4) * 16 + backwards(ALIGN, 4);
  }
  function copy(long) {
    for (; long && filled < size; long--, filled++) out[filled] = out[filled - last[0] - 1];
  }
  function match() {
    var long = length(LENGTHS);
    renew(3, distance(long));
    state = state < 7 ? 7 : 10;
    copy(long);
  }
  function again() {
    var which = 0;
    if (bit(REP_0 + state)) {
      which = 1 + (bit(REP_1 + state) && 1 + bit(REP_2 + state));
    } else if (!bit(REP_0_LONG + state)) {
      state = state < 7 ? 9 : 11;
      return copy(1);
    }
    renew(which, last[which]);
    var long = length(REP_LENGTHS);
    state = state < 7 ? 8 : 11;
    copy(long);
  }

  while (filled < size) {
    if (!bit(MATCH + state)) literal();
    else if (bit(REP + state)) again();
    else match();
  }
  var sum = 0x811c9dc5;
  for (var i = 0; i < size; i++) sum = Math.imul(sum ^ out[i], 0x01000193);
  return sum >>> 0 === view.getUint32(4, true) ? out : null;
};
