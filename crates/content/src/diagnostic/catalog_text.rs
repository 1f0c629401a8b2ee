//! Words that fill the blanks of messages. Rooms give them in English, by fixed phrases; here they are
//! said in the language of the reader. What is not in these lists is shown as it is.

use std::borrow::Cow;

use super::Lang;

/// The words for blank `name` whose argument is `value`.
pub(super) fn translate<'v>(name: &str, value: &'v str, lang: Lang) -> Cow<'v, str> {
    match name {
        "suggestion" => sentence(value, lang),
        "called" | "extension" | "otherwise" => optional(name, value, lang),
        "found" => found(value, lang),
        "size" | "max" => size(value, lang),
        "detail" => {
            let known = YAML.iter().find(|(scanner, ..)| value == *scanner);
            known.map_or(Cow::Borrowed(value), |(_, russian, english)| {
                Cow::Borrowed(pick(lang, russian, english))
            })
        }
        "expected" => {
            let known = expected(value).filter(|_| lang == Lang::Ru);
            known.map_or(Cow::Borrowed(value), |kind| Cow::Borrowed(kind.russian))
        }
        "reason" | "other" | "given" if lang == Lang::Ru => phrase(value),
        _ => Cow::Borrowed(value),
    }
}

/// What to do about a value that should have been `expected`.
pub(super) fn hint(value: &str, lang: Lang) -> &'static str {
    match expected(value) {
        Some(kind) => pick(lang, kind.hint_ru, kind.hint_en),
        None => pick(lang, "Исправьте значение.", "Correct the value."),
    }
}

fn pick<'t>(lang: Lang, russian: &'t str, english: &'t str) -> &'t str {
    match lang {
        Lang::Ru => russian,
        Lang::En => english,
    }
}

/// A suggestion is a sentence of its own, or nothing.
fn sentence(value: &str, lang: Lang) -> Cow<'_, str> {
    match (value, lang) {
        ("", _) => Cow::Borrowed(""),
        (_, Lang::Ru) => Cow::Owned(format!(" Может быть, «{value}»?")),
        (_, Lang::En) => Cow::Owned(format!(" Did you mean “{value}”?")),
    }
}

/// Parts of a sentence that stand there only with a value, or differ without one.
fn optional<'v>(name: &str, value: &str, lang: Lang) -> Cow<'v, str> {
    match (name, value, lang) {
        ("called", "", _) | ("otherwise", "", _) => Cow::Borrowed(""),
        ("called", ..) => Cow::Owned(format!(" ({value})")),
        ("otherwise", _, Lang::Ru) => {
            Cow::Borrowed("; если записи нет и не будет, пишите {name: …}")
        }
        ("otherwise", _, Lang::En) => {
            Cow::Borrowed("; if there is no such record and will be none, write {name: …}")
        }
        (_, "", _) => Cow::Borrowed(pick(lang, "без расширения", "without an extension")),
        (_, _, Lang::Ru) => Cow::Owned(format!("«.{value}»")),
        (_, _, Lang::En) => Cow::Owned(format!("“.{value}”")),
    }
}

/// What stood there: a kind of value, or the value itself in «quotes».
fn found(value: &str, lang: Lang) -> Cow<'_, str> {
    let quoted = value.strip_prefix('«').and_then(|rest| rest.strip_suffix('»'));
    match (quoted, lang) {
        (Some(text), Lang::En) => Cow::Owned(format!("“{text}”")),
        (None, Lang::Ru) => {
            expected(value).map_or(Cow::Borrowed(value), |kind| Cow::Borrowed(kind.russian))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Megabytes as Russians write them.
fn size(value: &str, lang: Lang) -> Cow<'_, str> {
    match value.strip_suffix(" MB") {
        Some(number) if lang == Lang::Ru => Cow::Owned(format!("{} МБ", number.replace('.', ","))),
        _ => Cow::Borrowed(value),
    }
}

/// A phrase of [`PHRASES`], perhaps with something behind it.
fn phrase(value: &str) -> Cow<'_, str> {
    for (english, russian) in PHRASES {
        if let Some(rest) = value.strip_prefix(english) {
            match (rest, english.ends_with(' ')) {
                ("", _) => return Cow::Borrowed(russian),
                (_, true) => return Cow::Owned(format!("{russian}{rest}")),
                _ => {}
            }
        }
    }
    Cow::Borrowed(value)
}

/// A kind of value and how to write one.
struct Expected {
    english: &'static str,
    russian: &'static str,
    hint_ru: &'static str,
    hint_en: &'static str,
}

fn expected(value: &str) -> Option<&'static Expected> {
    KINDS.iter().find(|kind| kind.english == value)
}

macro_rules! kinds {
    ($($english:literal $russian:literal $hint_ru:literal $hint_en:literal)*) => {
        const KINDS: &[Expected] = &[$(Expected {
            english: $english, russian: $russian, hint_ru: $hint_ru, hint_en: $hint_en,
        },)*];
    };
}

kinds! {
    "text" "текст"
        "Напишите текст; если в нём есть двоеточие или скобки, возьмите его в кавычки."
        "Write text; put it into quotes if it holds a colon or brackets."
    "a number" "число"
        "Напишите число цифрами: 12 или 1,5."
        "Write a number in digits: 12 or 1.5."
    "a whole number" "целое число"
        "Напишите число цифрами, без дробной части: 12."
        "Write a number in digits, without a fraction: 12."
    "true or false" "true или false"
        "Напишите true (да) или false (нет)."
        "Write true or false."
    "a date" "дата"
        "Напишите год, месяц или день: 2023, 2023-05 или 2023-05-20."
        "Write a year, a month or a day: 2023, 2023-05 or 2023-05-20."
    "a period" "период"
        "Напишите {from: 2022-09, to: 2023-05} или один год: 2023."
        "Write {from: 2022-09, to: 2023-05} or a single year: 2023."
    "an address" "адрес"
        "Напишите адрес целиком: https://example.org/stranitsa."
        "Write the whole address: https://example.org/page."
    "an e-mail address" "адрес электронной почты"
        "Напишите адрес вида pochta@example.org."
        "Write an address such as post@example.org."
    "a list" "список"
        "Напишите значения в квадратных скобках через запятую: [одно, другое]."
        "Write the values between square brackets: [one, another]."
    "a single value" "одно значение"
        "Уберите скобки и дефисы: здесь стоит только одно значение."
        "Remove brackets and hyphens: only one value stands here."
    "a value" "значение"
        "Заполните пустой пункт списка или удалите его."
        "Fill the empty item of the list or delete it."
    "a mapping" "набор полей"
        "Напишите поля в фигурных скобках: {имя: значение, имя: значение}."
        "Write the fields between braces: {name: value, name: value}."
    "an id" "идентификатор"
        "Напишите идентификатор: строчные латинские буквы, цифры и дефис."
        "Write an id: lower-case Latin letters, digits and hyphens."
    "an id or {name: …}" "идентификатор или {name: …}"
        "Напишите идентификатор записи, а если записи нет, {name: Название}."
        "Write the id of a record or, if there is none, {name: Name}."
    "values by year" "значения по годам"
        "Напишите значения по годам: {2023: 10, 2024: 20}."
        "Write values by year: {2023: 10, 2024: 20}."
    "a language tag" "код языка"
        "Напишите код из двух или трёх строчных латинских букв: ru, en, tat."
        "Write a code of two or three small Latin letters: ru, en, tat."
    "nothing" "пусто" "Заполните значение." "Fill the value."
}

/// Of the YAML scanner's words (saphyr-parser 0.3), and of our own: in Russian, in plain English.
const YAML: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed in this context",
        "двоеточие внутри текста",
        "there is a colon inside the text",
    ),
    (
        "no space behind the colon",
        "после двоеточия нужен пробел",
        "a space is needed behind the colon",
    ),
    (
        "no colon behind the name",
        "после имени поля нет двоеточия",
        "there is no colon behind the name of the field",
    ),
    (
        "indented too far",
        "строка сдвинута правее предыдущей, а должна стоять ровно под ней",
        "the line stands to the right of the one above instead of exactly under it",
    ),
    (
        "simple key expect ':'",
        "после имени поля нет двоеточия, или строка начата не с того отступа",
        "there is no colon behind the name of the field, or the line is wrongly indented",
    ),
    (
        "simple key expected ':'",
        "после имени поля нет двоеточия, или строка начата не с того отступа",
        "there is no colon behind the name of the field, or the line is wrongly indented",
    ),
    (
        "simple key expected",
        "после имени поля нет двоеточия, или строка начата не с того отступа",
        "there is no colon behind the name of the field, or the line is wrongly indented",
    ),
    (
        "while parsing a block mapping, did not find expected key",
        "отступ этой строки не совпадает с соседними",
        "the line is not indented like its neighbours",
    ),
    (
        "while parsing a block collection, did not find expected '-' indicator",
        "отступ этой строки не совпадает с соседними",
        "the line is not indented like its neighbours",
    ),
    (
        "invalid indentation",
        "отступ этой строки не совпадает с соседними",
        "the line is not indented like its neighbours",
    ),
    (
        "unclosed bracket",
        "скобка открыта здесь и не закрыта",
        "this bracket is opened and never closed",
    ),
    (
        "while parsing a flow sequence, expected ',' or ']'",
        "в списке не хватает «,» или «]»",
        "the list lacks a “,” or “]”",
    ),
    (
        "while parsing a flow mapping, did not find expected ',' or '}'",
        "не хватает «,» или «}»",
        "a “,” or “}” is missing",
    ),
    (
        "invalid indentation in flow construct",
        "неверный отступ внутри скобок",
        "wrong indent inside brackets",
    ),
    (
        "invalid indentation in quoted scalar",
        "неверный отступ внутри кавычек",
        "wrong indent inside quotes",
    ),
    (
        "invalid trailing content after double-quoted scalar",
        "после закрывающей кавычки стоит ещё текст",
        "there is more text behind the closing quote",
    ),
    (
        "while parsing a quoted scalar, found unknown escape character",
        "обратная косая черта в двойных кавычках: возьмите текст в одинарные",
        "a backslash between double quotes: use single ones",
    ),
    (
        "while parsing a quoted scalar, did not find expected hexadecimal number",
        "обратная косая черта в двойных кавычках: возьмите текст в одинарные",
        "a backslash between double quotes: use single ones",
    ),
    (
        "block sequence entries are not allowed in this context",
        "дефис с пробелом начинает список, а здесь нужен текст",
        "a hyphen with a space begins a list, but text is needed here",
    ),
    (
        "tabs disallowed within this context (block indentation)",
        "отступ сделан табуляцией, а нужны пробелы",
        "the indent is a tab instead of spaces",
    ),
    (
        "tabs disallowed in this context",
        "отступ сделан табуляцией, а нужны пробелы",
        "the indent is a tab instead of spaces",
    ),
    (
        "tab cannot be used as indentation",
        "отступ сделан табуляцией, а нужны пробелы",
        "the indent is a tab instead of spaces",
    ),
    (
        "unexpected character: `@'",
        "текст не может начинаться с «@»: возьмите его в кавычки",
        "text cannot begin with “@”: put it into quotes",
    ),
    (
        "unexpected character: `%'",
        "текст не может начинаться с «%»: возьмите его в кавычки",
        "text cannot begin with “%”: put it into quotes",
    ),
    (
        "unexpected character: ``'",
        "текст не может начинаться с «`»: возьмите его в кавычки",
        "text cannot begin with “`”: put it into quotes",
    ),
    ("found unexpected end of stream", "файл кончился раньше времени", "the file ends too early"),
    ("unexpected eof", "файл кончился раньше времени", "the file ends too early"),
];

/// Fixed phrases; those with a space at their end are followed by something.
const PHRASES: &[(&str, &str)] = &[
    // Names of files
    ("it is not UTF-8", "оно не в кодировке UTF-8"),
    ("it is empty or leads out of its folder", "оно пустое или выводит за пределы папки"),
    ("it holds an invisible character", "в нём есть невидимый знак"),
    ("it holds the character ", "в нём есть знак "),
    ("Windows reserves it for a device", "в Windows это имя занято устройством"),
    (
        "it begins with a space or ends with a dot or space",
        "оно начинается с пробела или кончается точкой или пробелом",
    ),
    ("its letters are written in parts", "его буквы составлены из частей (й = и + кратка)"),
    ("it is too long", "оно слишком длинное"),
    ("only the case of letters tells it from ", "только величиной букв оно отличается от "),
    ("folders are nested deeper than ", "папки вложены друг в друга глубже, чем на "),
    // Tables
    ("a quote is opened and never closed", "кавычка открыта и не закрыта"),
    ("it has no header", "в ней нет строки заголовков"),
    ("this column has no name in the header", "у этого столбца нет названия в первой строке"),
    ("it holds too many cells or too much text", "в ней слишком много ячеек или текста"),
    ("the formula gives ", "формула даёт "),
    ("it is damaged or no workbook", "она повреждена или это не книга Excel"),
    ("it holds macros", "в ней есть макросы"),
    ("it is of an old format or encrypted", "она в старом формате или зашифрована"),
    ("it holds too many parts", "в ней слишком много частей"),
    ("unpacked, it would be too large", "в распакованном виде она слишком велика"),
    ("its parts overlap, as in a zip bomb", "её части перекрываются, как в «zip-бомбе»"),
    ("it has no visible sheet", "в книге нет видимого листа"),
    // Pictures
    ("it is damaged or of another format", "файл повреждён или он другого формата"),
    ("it is too large to be decoded", "он слишком велик"),
    // Files
    ("no such file", "такого файла нет"),
    ("permission denied", "нет прав на чтение"),
    ("the disk refused: ", "ответ системы: "),
    // Consents
    ("there is no consent to publish them", "нет согласия на распространение"),
    (
        "the consent lacks the operator, the purpose, the list of data or the term",
        "в согласии не хватает оператора, цели, перечня данных или срока",
    ),
    ("the consent has been withdrawn", "согласие отозвано"),
    ("the consent has ended", "срок согласия истёк"),
    ("the consent is not yet valid", "согласие ещё не действует"),
    ("the consent does not list them", "в перечне согласия их нет"),
    // Other places
    ("line ", "строка "),
    ("the list of the collection", "список записей коллекции"),
    ("the home page", "главная страница"),
    ("none", "ни одного"),
];
