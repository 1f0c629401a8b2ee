//! `metod`: a git repository of Markdown records becomes a searchable static portal.
//!
//! Rooms, in the order in which data walks through them; [`pipeline`] is the only place that knows
//! them all. ARCHITECTURE.md tells more.

pub mod cli;
pub mod export;
pub mod index;
pub mod load;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod render;
pub mod report;
pub mod serve;
pub mod source;
