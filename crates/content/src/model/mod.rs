//! The content model: schemas, vocabularies, records.
//!
//! 1. [`builtin`] holds the schemas and vocabularies that come with the binary; [`schema_read`] and
//!    [`vocabulary`] read a portal's own over them.
//! 2. [`layout`] says what each path of a portal's repository is.
//! 3. [`read`] turns nodes into typed [`value`]s by the fields that a [`schema`] declares.
//! 4. [`record`] makes records of Markdown files and of rows of tables.
//! 5. [`portal`] brings everything together and resolves references both ways.
//! 6. [`consent`] decides which contacts of people may be published.
//! 7. [`instrument`] adds up what the items of a sheet give.

pub mod builtin;
pub mod config;
pub mod consent;
pub mod instrument;
pub mod label;
pub mod layout;
pub mod portal;
pub mod read;
pub mod record;
pub mod review;
pub mod schema;
pub mod schema_read;
pub mod suggest;
pub mod value;
pub mod vocabulary;

pub use config::Config;
pub use label::Label;
pub use portal::{Portal, RecordIx, Target};
pub use record::Record;
pub use schema::{Behaviour, Field, Kind, Schema, Schemas};
pub use value::{Deadline, Fields, Number, Placed, Value};
pub use vocabulary::{Vocabularies, Vocabulary};
