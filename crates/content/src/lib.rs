//! Content model of `metod`. Pure: nothing here touches a disk, a clock or the network, so the same
//! code checks a portal in the build and a form in the browser.
//!
//! Rooms, in the order in which data walks through them:
//!
//! 1. [`syntax`] turns text into nodes that know their place: YAML, front matter, delimited tables.
//! 2. [`diagnostic`] is what every room says about mistakes: a code, a place, words in two languages.
//! 3. [`slug`] turns words into addresses by one published rule.
//! 4. [`term`] reads Russian deadlines, in the days, months and years of [`date`].
//! 5. [`body`] turns Markdown into safe HTML, plain text, headings and links.
//! 6. [`model`] turns nodes into records under schemas and vocabularies.
//! 7. [`check`] holds the rules that look at the finished model.

pub mod body;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod model;
pub mod slug;
pub mod syntax;
pub mod term;
