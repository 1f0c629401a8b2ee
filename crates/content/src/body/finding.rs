//! What is wrong with a body, and where.

use std::ops::Range;

/// A mistake and the bytes of the body that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Bytes of the body text.
    pub range: Range<usize>,
}

/// The closed list of mistakes a body can have. [`FindingKind::is_unsafe`] tells which of them
/// must stop publication.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Something that runs code: a dangerous element, an event handler, a `javascript:`,
    /// `vbscript:` or `data:` address. The range is the tag or the address.
    Script,
    /// A link or image with a scheme that is not allowed (`//` for an address without scheme).
    UnsafeScheme {
        /// The scheme, lower case.
        scheme: String,
    },
    /// A character that turns the direction of the text after it (U+202A–202E, U+2066–2069).
    BidiControl {
        /// The character.
        character: char,
    },
    /// Harmless HTML, which was removed. A closing tag without an opening one begins with `/`.
    RawHtml {
        /// Name of the element, lower case.
        tag: String,
    },
    /// Nesting deeper than 100 levels; the text is kept, the markup is not.
    TooDeep,
    /// A heading of level 1; the title comes from the front matter.
    HeadingOne,
    /// A heading more than one level below the one before it.
    HeadingSkipped {
        /// The deepest level that could stand here.
        expected: u8,
        /// The level written.
        found: u8,
    },
    /// A heading without text.
    HeadingEmpty,
    /// An explicit anchor that was used before in the body or is reserved by the page.
    AnchorDuplicate {
        /// The anchor.
        anchor: String,
    },
    /// An explicit anchor that is not `[a-z0-9-]+`.
    AnchorInvalid {
        /// The anchor as written.
        anchor: String,
        /// What it became.
        became: String,
    },
    /// A link without text.
    LinkTextEmpty,
    /// A link whose text says nothing by itself («здесь»).
    LinkTextVague {
        /// The text.
        text: String,
    },
    /// A link or image without a target.
    LinkTargetEmpty,
    /// An image without alternative text.
    ImageAltMissing,
    /// An image on another site, which pages may not load.
    ImageRemote,
    /// A reference to a footnote that is not there.
    FootnoteMissing {
        /// Its label.
        label: String,
    },
    /// A footnote that nothing refers to; it is not shown.
    FootnoteUnused {
        /// Its label.
        label: String,
    },
    /// A clause number that was used before.
    ClauseDuplicate {
        /// The number written.
        found: String,
        /// The number that should stand here.
        expected: String,
    },
    /// A clause number that does not follow from the one before it.
    ClauseGap {
        /// The number written.
        found: String,
        /// The number that should stand here.
        expected: String,
    },
}

impl FindingKind {
    /// Whether this must stop publication: an error, not a warning.
    pub fn is_unsafe(&self) -> bool {
        matches!(
            self,
            FindingKind::Script
                | FindingKind::UnsafeScheme { .. }
                | FindingKind::BidiControl { .. }
        )
    }
}
