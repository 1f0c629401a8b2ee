//! `metod`: a git repository of Markdown records becomes a searchable static portal.

pub mod publish;
pub mod source;
