//! Bits by their odds: a range coder, as in LZMA, whose odds learn from the bits before. What is known of the
//! numbers to come (how dense a list is, how many values a facet has) is said by whoever chooses the odds.
//!
//! Written into bytes of their own, which nobody packs once more. Reading never fails: beyond the end are zeros, so
//! readers must know how much there is, and a checksum tells of damage.

use crate::prelude::*;

/// How likely a bit is set, in 2^16ths, and how often it was seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Odds(u16, u8);

impl Odds {
    pub(super) const EVEN: Self = Self(1 << 15, 0);

    /// Bits after which old ones begin to be forgotten.
    const MEMORY: u8 = 120;

    /// Where a range is divided: below is a set bit.
    fn split(self, range: u32) -> u32 {
        (range >> 12) * u32::from(self.0 >> 4).max(1)
    }

    fn learn(&mut self, bit: bool) {
        let step = u32::from(self.1) * 2 + 3;
        let (set, unset) = (u32::from(self.0), u32::from(!self.0));
        self.0 = (if bit { set + unset * 2 / step } else { set - set * 2 / step }) as u16;
        self.1 = (self.1 + 1).min(Self::MEMORY);
    }
}

/// Odds of numbers below a power of two, bit by bit.
pub(super) type Tree = Vec<Odds>;

/// Odds of numbers below 2^`bits`.
pub(super) fn tree(bits: u32) -> Tree {
    vec![Odds::EVEN; 1 << bits]
}

/// Odds of numbers that are mostly small: of their length in bits, and of the bit after the highest.
#[derive(Clone, Debug)]
pub(super) struct Sizes([Odds; 64]);

impl Default for Sizes {
    fn default() -> Self {
        Self([Odds::EVEN; 64])
    }
}

/// Bits that one who reads gets, and one who writes gives: so what takes numbers apart stands here once.
pub(super) trait Bits {
    /// A bit; a writer gives `bit`, a reader gets another.
    fn bit(&mut self, bit: bool, odds: &mut Odds) -> bool;

    /// A number below 2^`bits` of which nothing is known.
    fn even(&mut self, number: u32, bits: u32) -> u32;

    /// A number below 2^`bits`, by the odds of [`tree`].
    fn number(&mut self, number: u32, odds: &mut [Odds]) -> u32 {
        let mut node = 1;
        let bits = odds.len().trailing_zeros();
        for at in (0..bits).rev() {
            let bit = self.bit(number >> at & 1 == 1, &mut odds[node]);
            node = node << 1 | usize::from(bit);
        }
        (node - odds.len()) as u32
    }

    /// A number that is mostly small, but for its `low` lowest bits, of which nothing is known. Below 2^31.
    fn sized(&mut self, number: u32, low: u32, sizes: &mut Sizes) -> u32 {
        let high = (number >> low).saturating_add(1);
        let len = high.ilog2();
        let mut got = 0;
        while got < 31 && self.bit(got < len, &mut sizes.0[got as usize]) {
            got += 1;
        }
        let mut value = 1;
        if got > 0 {
            let next = high.checked_shr(got - 1).unwrap_or(0) & 1 == 1;
            value = value << 1 | u32::from(self.bit(next, &mut sizes.0[32 + got as usize]));
        }
        if got > 1 {
            value = value << (got - 1) | self.even(high & ((1 << (got - 1)) - 1), got - 1);
        }
        let rest = self.even(number & ((1 << low) - 1), low);
        (value - 1).checked_shl(low).unwrap_or(0) | rest
    }
}

/// Bits being read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    range: u32,
    code: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut out = Self { rest: bytes, range: u32::MAX, code: 0 };
        (0..4).for_each(|_| out.byte());
        out
    }

    fn byte(&mut self) {
        let mut next = 0;
        if let [first, rest @ ..] = self.rest {
            next = *first;
            self.rest = rest;
        }
        self.code = self.code << 8 | u32::from(next);
    }

    /// Takes the bit that says on which side of a division the code lies.
    fn divide(&mut self, split: u32) -> bool {
        let bit = self.code < split;
        if bit {
            self.range = split;
        } else {
            self.code -= split;
            self.range -= split;
        }
        while self.range < 1 << 24 {
            self.range <<= 8;
            self.byte();
        }
        bit
    }
}

impl Bits for Reader<'_> {
    fn bit(&mut self, _: bool, odds: &mut Odds) -> bool {
        let bit = self.divide(odds.split(self.range));
        odds.learn(bit);
        bit
    }

    fn even(&mut self, _: u32, bits: u32) -> u32 {
        (0..bits).fold(0, |number, _| number << 1 | u32::from(self.divide(self.range >> 1)))
    }
}

#[cfg(any(test, feature = "write"))]
pub(super) use write::Writer;

#[cfg(any(test, feature = "write"))]
mod write {
    use super::*;

    /// Bits being written.
    pub(in super::super) struct Writer {
        out: Vec<u8>,
        low: u64,
        range: u32,
    }

    impl Writer {
        pub(in super::super) fn new() -> Self {
            Self { out: Vec::new(), low: 0, range: u32::MAX }
        }

        fn divide(&mut self, bit: bool, split: u32) {
            if bit {
                self.range = split;
            } else {
                self.low += u64::from(split);
                self.range -= split;
            }
            while self.range < 1 << 24 {
                self.range <<= 8;
                self.byte();
            }
        }

        /// Writes the highest byte of what is settled. A carry goes into those before.
        fn byte(&mut self) {
            if self.low >> 32 > 0 {
                for before in self.out.iter_mut().rev() {
                    *before = before.wrapping_add(1);
                    if *before > 0 {
                        break;
                    }
                }
            }
            self.out.push((self.low >> 24) as u8);
            self.low = (self.low & 0x00FF_FFFF) << 8;
        }

        /// The bytes. Of all that lie in the last range, those with most zeros at the end, which need not be
        /// written.
        pub(in super::super) fn finish(mut self) -> Vec<u8> {
            let last = self.low + u64::from(self.range) - 1;
            let shortest = (0..32).rev().map(|zeros| last >> zeros << zeros);
            self.low = shortest.into_iter().find(|&value| value >= self.low).unwrap_or(last);
            (0..4).for_each(|_| self.byte());
            let len = self.out.iter().rposition(|&byte| byte > 0).map_or(0, |at| at + 1);
            self.out.truncate(len);
            self.out
        }
    }

    impl Bits for Writer {
        fn bit(&mut self, bit: bool, odds: &mut Odds) -> bool {
            self.divide(bit, odds.split(self.range));
            odds.learn(bit);
            bit
        }

        fn even(&mut self, number: u32, bits: u32) -> u32 {
            for at in (0..bits).rev() {
                self.divide(number >> at & 1 == 1, self.range >> 1);
            }
            number
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_certain_takes_no_room() {
        let mut bits = Writer::new();
        let mut odds = Odds::EVEN;
        (0..10_000).for_each(|_| _ = bits.bit(true, &mut odds));
        assert!(bits.finish().len() < 12);
    }

    proptest! {
        #[test]
        fn numbers_come_back(
            numbers in prop::collection::vec((0u32..1 << 31, 0u32..32), 0..200),
            low in 0u32..20,
        ) {
            let numbers: Vec<u32> = numbers.into_iter().map(|(n, cut)| n >> cut).collect();
            fn pass(bits: &mut impl Bits, numbers: &[u32], low: u32) -> Vec<(u32, u32)> {
                let (mut odds, mut sizes) = (tree(5), Sizes::default());
                let one = |&n: &u32| {
                    (bits.number(n & 31, &mut odds), bits.sized(n, low, &mut sizes))
                };
                numbers.iter().map(one).collect()
            }
            let mut writer = Writer::new();
            let expected = pass(&mut writer, &numbers, low);
            let bytes = writer.finish();
            let nothing = vec![0; numbers.len()];
            prop_assert_eq!(pass(&mut Reader::new(&bytes), &nothing, low), expected);
        }

        #[test]
        fn garbage_is_read(bytes in prop::collection::vec(any::<u8>(), 0..80), low in 0u32..31) {
            let (mut bits, mut sizes) = (Reader::new(&bytes), Sizes::default());
            (0..500).for_each(|_| _ = bits.sized(0, low, &mut sizes));
        }
    }
}
