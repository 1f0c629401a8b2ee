//! Deadlines as people write them against what they mean, and properties of reading and printing.

mod golden;
mod properties;
mod resolution;
