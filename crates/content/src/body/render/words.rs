//! The few words that the HTML of a body needs by itself.

/// Words of one language.
pub(super) struct Words {
    pub(super) table: &'static str,
    pub(super) anchor: &'static str,
    pub(super) footnotes: &'static str,
    pub(super) footnote: &'static str,
    pub(super) back: &'static str,
    pub(super) done: &'static str,
    pub(super) open: &'static str,
    /// Note, tip, important, warning, caution.
    pub(super) notes: [&'static str; 5],
}

static RUSSIAN: Words = Words {
    table: "Таблица",
    anchor: "Ссылка на этот раздел",
    footnotes: "Сноски",
    footnote: "Сноска",
    back: "Вернуться к тексту",
    done: "Сделано",
    open: "Не сделано",
    notes: ["Примечание", "Совет", "Важно", "Внимание", "Осторожно"],
};

static ENGLISH: Words = Words {
    table: "Table",
    anchor: "Link to this section",
    footnotes: "Footnotes",
    footnote: "Footnote",
    back: "Back to the text",
    done: "Done",
    open: "Not done",
    notes: ["Note", "Tip", "Important", "Warning", "Caution"],
};

/// Words for a language; Russian ones for Russian, English ones for every other.
pub(super) fn words(lang: &str) -> &'static Words {
    match lang.split('-').next() {
        Some("ru") => &RUSSIAN,
        _ => &ENGLISH,
    }
}
