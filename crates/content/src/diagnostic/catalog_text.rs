//! Words inside messages that come from elsewhere in English and are shown in Russian too.

use std::borrow::Cow;

use super::Lang;

/// Puts a suggestion into a sentence of its own, and translates the value of blank `name` where the product knows it: the YAML scanner's own words
/// and the names of value types.
pub(super) fn translate<'v>(name: &str, value: &'v str, lang: Lang) -> Cow<'v, str> {
    if name == "suggestion" {
        return match (value, lang) {
            ("", _) => Cow::Borrowed(""),
            (_, Lang::Ru) => Cow::Owned(format!(" Может быть, «{value}»?")),
            (_, Lang::En) => Cow::Owned(format!(" Did you mean “{value}”?")),
        };
    }
    if lang == Lang::En {
        return Cow::Borrowed(value);
    }
    let table: &[(&str, &str)] = match name {
        "detail" => YAML,
        "expected" | "found" => TYPES,
        "reason" => REASONS,
        _ => return Cow::Borrowed(value),
    };
    match table.iter().find(|(english, _)| value == *english) {
        Some((_, russian)) => Cow::Borrowed(russian),
        None => Cow::Borrowed(value),
    }
}

const YAML: &[(&str, &str)] = &[
    ("mapping values are not allowed in this context", "двоеточие стоит там, где его не ждут"),
    (
        "simple key expected ':'",
        "после имени поля нет двоеточия или строка начата не с того отступа",
    ),
    ("simple key expect ':'", "после имени поля нет двоеточия или строка начата не с того отступа"),
    ("did not find expected key", "ожидалось имя поля"),
    ("while parsing a block mapping, did not find expected key", "ожидалось имя поля"),
    ("while parsing a flow sequence, expected ',' or ']'", "в списке не хватает «,» или «]»"),
    ("while parsing a flow mapping, did not find expected ',' or '}'", "не хватает «,» или «}»"),
    (
        "while scanning a quoted scalar, found unexpected end of stream",
        "кавычка открыта, но не закрыта",
    ),
    ("found unexpected end of stream", "файл кончился раньше времени"),
    ("tabs disallowed within this context (block indentation)", "отступ сделан табуляцией"),
    ("tabs disallowed in this context", "отступ сделан табуляцией"),
    ("unexpected character: `@'", "строка не может начинаться с «@»: возьмите её в кавычки"),
    ("unexpected character: `%'", "строка не может начинаться с «%»: возьмите её в кавычки"),
    ("unexpected character: `` '", "строка не может начинаться с «`»: возьмите её в кавычки"),
    ("invalid indentation", "неверный отступ"),
    ("invalid indentation in quoted scalar", "неверный отступ внутри кавычек"),
    ("invalid indentation in flow construct", "неверный отступ внутри скобок"),
    ("recursion limit exceeded", "слишком глубокая вложенность"),
];

const REASONS: &[(&str, &str)] = &[
    ("it is not UTF-8", "оно не в кодировке UTF-8"),
    ("it is empty or leads out of its folder", "оно пустое или выводит за пределы папки"),
    ("it holds an invisible character", "в нём есть невидимый знак"),
    ("Windows reserves it for a device", "в Windows это имя занято устройством"),
    (
        "it begins with a space or ends with a dot or space",
        "оно начинается с пробела или кончается точкой или пробелом",
    ),
    ("its letters are written in parts", "его буквы составлены из частей (й = и + кратка)"),
    ("it is too long", "оно слишком длинное"),
    ("a quote is opened and never closed", "кавычка открыта и не закрыта"),
    ("it has no header", "в ней нет строки заголовков"),
    ("this column has no name in the header", "у этого столбца нет названия в первой строке"),
    ("it holds too many cells or too much text", "в ней слишком много ячеек или текста"),
    ("it holds macros", "в ней есть макросы"),
    ("it is of an old format or encrypted", "она в старом формате или зашифрована"),
    ("it holds too many parts", "в ней слишком много частей"),
    ("unpacked, it would be too large", "в распакованном виде она слишком велика"),
    ("its parts overlap, as in a zip bomb", "её части перекрываются, как в «zip-бомбе»"),
    ("it has no visible sheet", "в книге нет видимого листа"),
];

const TYPES: &[(&str, &str)] = &[
    ("text", "текст"),
    ("a number", "число"),
    ("a whole number", "целое число"),
    ("true or false", "true или false"),
    ("a date", "дата (2023, 2023-05 или 2023-05-20)"),
    ("a period {from, to}", "период {from, to}"),
    ("an address (https://…)", "адрес (https://…)"),
    ("an e-mail address", "адрес электронной почты"),
    ("a list", "список"),
    ("a single value", "одно значение, а не список"),
    ("a mapping", "набор полей"),
    ("an id", "идентификатор"),
    ("an id or {name: …}", "идентификатор или {name: …}"),
    ("values by year {2023: …}", "значения по годам {2023: …}"),
    ("nothing", "ничего"),
];
