//! Unpacks deflate data (RFC 1951).
//!
//! Written anew because it travels to browsers, where it takes a tenth of the room of the library that packs.

use crate::prelude::*;

/// Longest code, in bits.
const LONGEST: usize = 15;

/// Codes of up to so many bits are looked up at once: nearly all.
const QUICK: usize = 9;

/// The order in which a block names the lengths of the codes for lengths.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The `len` bytes that were packed. `None` if they are others, or damaged. Takes time and memory for `len`
/// bytes at most.
pub(super) fn inflate(packed: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { rest: packed, held: 0, count: 0 };
    let mut out = Vec::with_capacity(len);
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => bits.stored(&mut out, len)?,
            1 => {
                let length = |at| {
                    8 + u8::from((144..256).contains(&at)) - u8::from((256..280).contains(&at))
                };
                let lengths: Vec<u8> = (0..288).map(length).collect();
                bits.block(&mut out, len, &Codes::new(&lengths), &Codes::new(&[5; 30]))?;
            }
            2 => {
                let (letters, distances) = bits.codes()?;
                bits.block(&mut out, len, &letters, &distances)?;
            }
            _ => return None,
        }
        if last {
            return (out.len() == len).then_some(out);
        }
    }
}

/// A prefix code: the shortest codes first, of equal length those of the smaller numbers.
struct Codes {
    /// How many codes have each length.
    counts: [u16; LONGEST + 1],
    /// What they stand for, in their order.
    symbols: Vec<u16>,
    /// By the next bits: what they stand for, shifted by four bits, and the length; 0: it is a longer one.
    quick: [u16; 1 << QUICK],
}

impl Codes {
    /// The code of that many numbers, by the lengths of their codes (0: it has none).
    fn new(lengths: &[u8]) -> Self {
        let mut out = Self { counts: [0; _], symbols: Vec::new(), quick: [0; _] };
        let mut code: usize = 0;
        for length in 1..=LONGEST {
            code <<= 1;
            for symbol in
                (0..).zip(lengths).filter(|(_, own)| usize::from(**own) == length).map(|(at, _)| at)
            {
                out.counts[length] += 1;
                out.symbols.push(symbol);
                if length <= QUICK {
                    // Bits come with the first bit of a code lowest.
                    let first = code.reverse_bits() >> (usize::BITS as usize - length);
                    let ends = (first..1 << QUICK).step_by(1 << length);
                    ends.for_each(|end| out.quick[end] = symbol << 4 | length as u16);
                }
                code += 1;
            }
        }
        out
    }
}

struct Bits<'a> {
    rest: &'a [u8],
    held: u32,
    /// How many bits are held.
    count: usize,
}

impl Bits<'_> {
    fn fill(&mut self) {
        while self.count <= 24
            && let [first, rest @ ..] = self.rest
        {
            self.held |= u32::from(*first) << self.count;
            self.count += 8;
            self.rest = rest;
        }
    }

    /// The next bits, at most 16.
    fn take(&mut self, count: usize) -> Option<usize> {
        self.fill();
        let taken = self.held & ((1 << count) - 1);
        self.count = self.count.checked_sub(count)?;
        self.held >>= count;
        Some(taken as usize)
    }

    /// What the next code stands for.
    fn symbol(&mut self, codes: &Codes) -> Option<usize> {
        self.fill();
        let quick = codes.quick[self.held as usize % (1 << QUICK)];
        if quick > 0 {
            self.take(usize::from(quick & 15))?;
            return Some(usize::from(quick >> 4));
        }
        let (mut code, mut first, mut before) = (0, 0, 0);
        for length in 1..=LONGEST {
            code = code << 1 | self.take(1)?;
            let count = usize::from(codes.counts[length]);
            if code < first + count {
                return codes
                    .symbols
                    .get(before + code.checked_sub(first)?)
                    .map(|&symbol| usize::from(symbol));
            }
            before += count;
            first = (first + count) << 1;
        }
        None
    }

    /// A block that was not packed.
    fn stored(&mut self, out: &mut Vec<u8>, len: usize) -> Option<()> {
        self.take(self.count % 8)?;
        let count = self.take(16)?;
        if self.take(16)? != !count & 0xFFFF || count > len - out.len() {
            return None;
        }
        for _ in 0..count {
            out.push(self.take(8)? as u8);
        }
        Some(())
    }

    /// The codes that a block begins with: of letters and lengths, and of distances.
    fn codes(&mut self) -> Option<(Codes, Codes)> {
        let (letters, distances, named) =
            (self.take(5)? + 257, self.take(5)? + 1, self.take(4)? + 4);
        let mut lengths = [0; 19];
        for at in ORDER.into_iter().take(named) {
            lengths[at] = self.take(3)? as u8;
        }
        let codes = Codes::new(&lengths);
        let mut lengths = Vec::new();
        while lengths.len() < letters + distances {
            let (length, count) = match self.symbol(&codes)? {
                16 => (*lengths.last()?, 3 + self.take(2)?),
                17 => (0, 3 + self.take(3)?),
                18 => (0, 11 + self.take(7)?),
                length => (length as u8, 1),
            };
            lengths.extend((0..count).map(|_| length));
        }
        let (letters, rest) = lengths.split_at_checked(letters)?;
        Some((Codes::new(letters), Codes::new(rest.get(..distances)?)))
    }

    /// Letters, and distances to what is repeated.
    fn block(
        &mut self,
        out: &mut Vec<u8>,
        len: usize,
        letters: &Codes,
        distances: &Codes,
    ) -> Option<()> {
        loop {
            let symbol = self.symbol(letters)?;
            let count = match symbol {
                256 => return Some(()),
                257..265 => symbol - 254,
                265..285 => {
                    let extra = (symbol - 261) / 4;
                    ((4 + (symbol - 1) % 4) << extra) + self.take(extra)? + 3
                }
                285 => 258,
                _ => 1,
            };
            if count > len - out.len() {
                return None;
            }
            if symbol < 256 {
                out.push(symbol as u8);
                continue;
            }
            let far = match self.symbol(distances)? {
                far @ 0..4 => far + 1,
                far @ 4..30 => {
                    let extra = (far - 2) / 2;
                    ((2 + far % 2) << extra) + self.take(extra)? + 1
                }
                _ => return None,
            };
            let from = out.len().checked_sub(far)?;
            for at in from..from + count {
                out.push(out[at]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            texts in prop::collection::vec("[а-д]{0,9}|слово|\\PC{0,9}", 0..300),
            noise in prop::collection::vec(any::<u8>(), 0..3000),
            level in 0u8..11,
        ) {
            let mut raw = texts.concat().into_bytes();
            raw.extend(noise);
            raw.extend(texts.concat().into_bytes());
            let packed = compress_to_vec(&raw, level);
            prop_assert_eq!(inflate(&packed, raw.len()), Some(raw.clone()));
            prop_assert_eq!(inflate(&packed, raw.len() + 1), None);
            prop_assert_eq!(inflate(&packed, raw.len().saturating_sub(1)).filter(|_| !raw.is_empty()), None);
            for cut in [1, 2, packed.len() / 2] {
                prop_assert_eq!(inflate(&packed[..packed.len().saturating_sub(cut)], raw.len()), None);
            }
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..300), len in 0usize..900) {
            let _ = inflate(&bytes, len);
            let dynamic = [&[0x05], &bytes[..]].concat();
            let _ = inflate(&dynamic, len);
        }
    }

    #[test]
    fn runs_and_lone_codes() {
        for raw in [vec![], vec![7], vec![7; 70_000], (0..=255).cycle().take(70_000).collect()] {
            for level in [0, 1, 6, 10] {
                assert_eq!(inflate(&compress_to_vec(&raw, level), raw.len()).as_ref(), Some(&raw));
            }
        }
    }
}
