//! Text to nodes that know their place.

pub mod front_matter;
pub mod node;
pub mod place;
mod stumble;
pub mod yaml;

pub use node::{Entry, Node, Scalar, Yaml};
pub use place::{FileId, LineIndex, Place, Pos};
