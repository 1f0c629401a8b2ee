//! The words deadlines are made of, in every form that occurs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::model::{Cycle, Edge};
use crate::date::Weekday;

/// What a word means to the reader. Small words are named after their English counterparts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lex {
    Month(u8),
    Weekday(Weekday),
    /// Г., год and its forms.
    Year,
    /// Учебный.
    School,
    Quarter,
    Half,
    /// Половина.
    HalfOf,
    /// Декада.
    Decade,
    Week,
    Day,
    Working,
    MonthWord,
    SchoolTerm,
    Numeral(u8),
    /// Первый to четвёртый; −1 is последний.
    Ordinal(i8),
    /// Ежегодно and the like.
    Adverb(Cycle),
    /// Раз.
    Times,
    /// Дважды, трижды.
    TimesNumeral(u8),
    Each,
    Not,
    Later,
    Sooner,
    Less,
    More,
    Than,
    In,
    On,
    For,
    To,
    Until,
    By,
    From,
    Of,
    Starting,
    During,
    Whole,
    Period,
    Deadline,
    Execution,
    Current,
    Edge(Edge),
    Then,
    Further,
    Constantly,
    Constant,
    RegularAdjective,
    /// Основе, режиме.
    Basis,
    AllYear,
    Inclusive,
    Regularly,
    And,
    But,
    NumberOf,
    Separate,
    Plan,
    Schedule,
    Measure,
    Necessity,
    Request,
    Agreement,
    /// Begins a condition that another document or body sets.
    According,
    /// При, в случае, при условии.
    Provided,
    /// После, по итогам.
    After,
    Summary,
    /// С момента, с даты.
    Instant,
    State,
    Through,
    /// Незамедлительно.
    AtOnce,
    Established,
    Next,
    Other,
}

const FORMS: &[(Lex, &str)] = &[
    (Lex::Month(1), "январь января январе январю январем янв"),
    (Lex::Month(2), "февраль февраля феврале февралю февралем февр фев"),
    (Lex::Month(3), "март марта марте марту мартом мар"),
    (Lex::Month(4), "апрель апреля апреле апрелю апрелем апр"),
    (Lex::Month(5), "май мая мае маю маем"),
    (Lex::Month(6), "июнь июня июне июню июнем июн"),
    (Lex::Month(7), "июль июля июле июлю июлем июл"),
    (Lex::Month(8), "август августа августе августу августом авг"),
    (Lex::Month(9), "сентябрь сентября сентябре сентябрю сентябрем сент сен"),
    (Lex::Month(10), "октябрь октября октябре октябрю октябрем окт"),
    (Lex::Month(11), "ноябрь ноября ноябре ноябрю ноябрем нояб ноя"),
    (Lex::Month(12), "декабрь декабря декабре декабрю декабрем дек"),
    (Lex::Weekday(Weekday::Monday), "понедельник понедельника понедельникам понедельнику пн"),
    (Lex::Weekday(Weekday::Tuesday), "вторник вторника вторникам вторнику вт"),
    (Lex::Weekday(Weekday::Wednesday), "среда среду среды средам среде ср"),
    (Lex::Weekday(Weekday::Thursday), "четверг четверга четвергам четвергу чт"),
    (Lex::Weekday(Weekday::Friday), "пятница пятницу пятницы пятницам пятнице пт"),
    (Lex::Weekday(Weekday::Saturday), "суббота субботу субботы субботам субботе сб"),
    (Lex::Weekday(Weekday::Sunday), "воскресенье воскресенья воскресеньям воскресенью вс"),
    (Lex::Year, "г гг год года году годом годе годы годов годах лет"),
    (Lex::School, "уч учебный учебного учебному учебном учебным учебные учебных учебн"),
    (Lex::Quarter, "кв квартал квартала квартале кварталу кварталы кварталов кварталам"),
    (
        Lex::Half,
        "полугодие полугодия полугодии полугодию полугодием полугодий полугодиям полугода полгода полуг",
    ),
    (Lex::HalfOf, "половина половине половины половину"),
    (Lex::Decade, "декада декады декаде декаду"),
    (Lex::Week, "неделя недели неделе неделю недель нед"),
    (Lex::Day, "день дня дней дни сутки суток дн"),
    (Lex::Working, "рабочих рабочего рабочий раб"),
    (Lex::MonthWord, "месяц месяца месяце месяцу месяцев месяцы мес"),
    (Lex::SchoolTerm, "четверть четверти четвертей"),
    (Lex::Numeral(1), "один одного одна одной одну"),
    (Lex::Numeral(2), "два двух две двум"),
    (Lex::Numeral(3), "три трех"),
    (Lex::Numeral(4), "четыре четырех"),
    (Lex::Numeral(5), "пять пяти"),
    (Lex::Numeral(6), "шесть шести"),
    (Lex::Numeral(7), "семь семи"),
    (Lex::Numeral(8), "восемь восьми"),
    (Lex::Numeral(9), "девять девяти"),
    (Lex::Numeral(10), "десять десяти"),
    (Lex::Ordinal(1), "первый первая первое первого первой первую первом первому первых"),
    (Lex::Ordinal(2), "второй вторая второе второго вторую втором второму"),
    (Lex::Ordinal(3), "третий третья третье третьего третьей третью третьем третьему"),
    (Lex::Ordinal(4), "четвертый четвертая четвертое четвертого четвертой четвертую четвертом"),
    (Lex::Ordinal(-1), "последний последняя последнее последнего последней последнюю последнем"),
    (Lex::Adverb(Cycle::Day), "ежедневно ежедневный ежедневная"),
    (Lex::Adverb(Cycle::Week), "еженедельно еженедельный еженедельная"),
    (Lex::Adverb(Cycle::Month), "ежемесячно ежемесячный ежемесячная помесячно"),
    (
        Lex::Adverb(Cycle::Quarter),
        "ежеквартально ежеквартальный ежеквартальная поквартально квартально",
    ),
    (Lex::Adverb(Cycle::Year), "ежегодно ежегодный ежегодная ежегодное"),
    (Lex::Times, "раз раза разу"),
    (Lex::TimesNumeral(2), "дважды"),
    (Lex::TimesNumeral(3), "трижды"),
    (Lex::Each, "каждый каждого каждая каждую каждое каждые каждой каждом каждым каждому"),
    (Lex::Not, "не"),
    (Lex::Later, "позднее позже"),
    (Lex::Sooner, "ранее раньше"),
    (Lex::Less, "реже менее меньше минимум"),
    (Lex::More, "чаще более больше максимум"),
    (Lex::Than, "чем"),
    (Lex::In, "в во"),
    (Lex::On, "на"),
    (Lex::For, "за"),
    (Lex::To, "к ко"),
    (Lex::Until, "до"),
    (Lex::By, "по"),
    (Lex::From, "с со"),
    (Lex::Of, "от"),
    (Lex::Starting, "начиная"),
    (Lex::During, "течение течении теч протяжении"),
    (Lex::Whole, "весь всего всей все вся целый целого целом круглый"),
    (Lex::Period, "период периода периоде периоду"),
    (Lex::Deadline, "срок срока сроки сроком"),
    (Lex::Execution, "исполнения выполнения реализации проведения действия"),
    (Lex::Current, "текущий текущего текущем текущему этого нынешнего нынешнем"),
    (Lex::Edge(Edge::Start), "начало начале начала началу"),
    (Lex::Edge(Edge::Middle), "середина середине середины середину"),
    (Lex::Edge(Edge::End), "конец конце конца концу окончания"),
    (Lex::Then, "далее затем впоследствии"),
    (Lex::Further, "дальнейшем последующем"),
    (Lex::Constantly, "постоянно непрерывно беспрерывно бессрочно"),
    (Lex::Constant, "постоянной постоянную непрерывной постоянном непрерывном"),
    (Lex::RegularAdjective, "регулярной системной систематической"),
    (Lex::Basis, "основе основу режиме"),
    (Lex::AllYear, "круглогодично"),
    (Lex::Inclusive, "включительно"),
    (Lex::Regularly, "регулярно систематически периодически планомерно"),
    (Lex::And, "и или либо"),
    (Lex::But, "но а также"),
    (Lex::NumberOf, "число числа числу"),
    (Lex::Separate, "отдельному отдельным отдельного"),
    (Lex::Plan, "плану планам план"),
    (Lex::Schedule, "графику графикам графика"),
    (Lex::Measure, "мере"),
    (Lex::Necessity, "необходимости надобности"),
    (Lex::Request, "запросу запросам"),
    (Lex::Agreement, "согласованию"),
    (Lex::According, "согласно соответствии"),
    (Lex::Provided, "при случае"),
    (Lex::After, "после перед накануне"),
    (Lex::Instant, "момента даты"),
    (Lex::State, "состоянию"),
    (Lex::Through, "через"),
    (Lex::AtOnce, "немедленно незамедлительно"),
    (Lex::Established, "установленные установленный установленном"),
    (Lex::Next, "следующего"),
    (Lex::Summary, "итогам результатам окончании завершении окончанию завершению"),
];

/// Forms shorter than this resemble each other too much for a slip to be forgiven.
const FORGIVEN_FROM: usize = 7;
/// The longest form has 14 letters; longer words need no comparison.
const LONGEST: usize = 16;

type Table = BTreeMap<&'static str, Lex>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    FORMS.iter().flat_map(|(lex, forms)| forms.split(' ').map(|form| (form, *lex))).collect()
});

/// Forms long enough for a slip to be forgiven, by their number of letters.
static LONG: LazyLock<BTreeMap<usize, Vec<(&'static str, Lex)>>> = LazyLock::new(|| {
    let mut long: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (form, lex) in TABLE.iter() {
        let letters = form.chars().count();
        if letters >= FORGIVEN_FROM {
            long.entry(letters).or_default().push((*form, *lex));
        }
    }
    long
});

/// The meaning of a word in small letters, «ё» written «е».
pub(super) fn exact(word: &str) -> Lex {
    TABLE.get(word).copied().unwrap_or(Lex::Other)
}

/// The meaning of a word in which one letter was misread, as text recognition does («полугодис»).
pub(super) fn forgiving(word: &str) -> Lex {
    let letters = word.chars().count();
    if !(FORGIVEN_FROM..=LONGEST).contains(&letters) {
        return Lex::Other;
    }
    let resembles =
        |form: &str| form.chars().zip(word.chars()).filter(|(a, b)| a != b).count() == 1;
    LONG.get(&letters)
        .and_then(|forms| forms.iter().find(|(form, _)| resembles(form)))
        .map_or(Lex::Other, |(_, lex)| *lex)
}

/// A Roman number from 1 to 4, in Latin letters or in the Cyrillic ones that recognition takes
/// them for: «ІІ», «П», «Ш», «IУ».
pub(super) fn roman(word: &str) -> Option<u8> {
    let mut latin = String::new();
    for letter in word.chars() {
        match letter {
            'I' | 'І' | 'Ӏ' | 'l' | '|' => latin.push('I'),
            'V' | 'У' | 'Y' => latin.push('V'),
            'П' => latin.push_str("II"),
            'Ш' => latin.push_str("III"),
            _ => return None,
        }
        if latin.len() > 3 {
            return None;
        }
    }
    match latin.as_str() {
        "I" => Some(1),
        "II" => Some(2),
        "III" => Some(3),
        "IV" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_has_two_meanings() {
        let forms: usize = FORMS.iter().map(|(_, forms)| forms.split(' ').count()).sum();
        assert_eq!(TABLE.len(), forms);
    }

    #[test]
    fn forgives_one_misread_letter_of_a_long_word() {
        assert_eq!(forgiving("полугодис"), Lex::Half);
        assert_eq!(forgiving("постаяннa"), Lex::Other);
        assert_eq!(forgiving("марты"), Lex::Other);
    }

    #[test]
    fn reads_roman_numbers_in_either_alphabet() {
        for (text, number) in [("I", 1), ("ІІ", 2), ("П", 2), ("Ш", 3), ("IV", 4), ("ІУ", 4)]
        {
            assert_eq!(roman(text), Some(number), "{text}");
        }
        for text in ["V", "VI", "IIII", "X", "", "Пп"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
