//! Search of `metod`: how text becomes terms, how a query is read, how hits are ranked. Pure, so that
//! the build, the command line and the browser answer alike.

pub mod analyser;
pub mod answer;
pub mod distance;
pub mod keyboard;
pub mod map;
pub mod query;
pub mod rank;
pub mod snippet;
mod sort;
pub mod store;
