//! Text to nodes that know their place.
pub mod node;
pub mod place;

pub use node::{Entry, Node, Scalar, Yaml};
pub use place::{FileId, LineIndex, Place, Pos};
