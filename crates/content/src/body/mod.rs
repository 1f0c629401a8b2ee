//! Markdown bodies.
