//! Whole sites replaced at once.
