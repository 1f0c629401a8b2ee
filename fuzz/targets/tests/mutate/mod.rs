//! Mutations of seeds, the same ones in every run.

/// Longest input: what is found in longer ones is found in shorter ones, sooner.
const LONGEST: usize = 8 << 10;

/// Bytes that often mean something.
const BYTES: [u8; 10] = [0, 1, 0x0A, 0x20, 0x22, 0x2D, 0x7F, 0x80, 0xFE, 0xFF];

/// Makes inputs of seeds and words.
pub(crate) struct Mutator<'a> {
    words: &'a [&'a str],
    seeds: &'a [Vec<u8>],
    state: u64,
}

impl<'a> Mutator<'a> {
    /// The same words and seeds give the same inputs.
    pub(crate) fn new(words: &'a [&'a str], seeds: &'a [Vec<u8>]) -> Self {
        Self { words, seeds, state: 0x9E37_79B9_7F4A_7C15 }
    }

    /// A number below `end` (0 below 1): xorshift64*.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    /// A place in the data, its end included.
    fn place(&mut self, data: &[u8]) -> usize {
        self.below(data.len() + 1)
    }

    /// A stretch of the data.
    fn stretch(&mut self, data: &[u8], longest: usize) -> std::ops::Range<usize> {
        let from = self.place(data);
        let length = self.below(longest.min(data.len() - from) + 1);
        from..from + length
    }

    /// The next input: a seed with one to eight changes.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut data = self.seeds[self.below(self.seeds.len())].clone();
        for _ in 0..=self.below(8) {
            self.change(&mut data);
        }
        data.truncate(LONGEST);
        data
    }

    fn change(&mut self, data: &mut Vec<u8>) {
        let at = self.place(data);
        match self.below(9) {
            0 if at < data.len() => data[at] ^= 1 << self.below(8),
            1 if at < data.len() => data[at] = BYTES[self.below(BYTES.len())],
            2 => data.insert(at, self.below(256) as u8),
            3 => data.truncate(at),
            4 => _ = data.drain(self.stretch(data, 40)),
            5 => {
                let again = data[self.stretch(data, 40)].to_vec();
                data.splice(at..at, again);
            }
            6 => {
                let other = &self.seeds[self.below(self.seeds.len())];
                let part = &other[self.stretch(other, 400)];
                data.splice(at..at, part.iter().copied());
            }
            _ if self.words.is_empty() => data.extend(self.state.to_le_bytes()),
            _ => {
                let word = self.words[self.below(self.words.len())];
                data.splice(at..at, word.bytes());
            }
        }
    }
}
