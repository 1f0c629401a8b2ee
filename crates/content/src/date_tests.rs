use super::*;
use proptest::prelude::*;

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

#[test]
fn reads_what_people_write() {
    for (text, iso) in [
        ("2023", "2023"),
        ("2023-05", "2023-05"),
        ("2023-05-20", "2023-05-20"),
        ("20.05.2023", "2023-05-20"),
        (" 1.9.2023 ", "2023-09-01"),
        ("29.02.2024", "2024-02-29"),
        ("0001", "0001"),
    ] {
        assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), iso, "{text}");
    }
}

#[test]
fn says_what_is_wrong() {
    for (text, error) in [
        ("", DateError::Shape),
        ("май 2023", DateError::Shape),
        ("23", DateError::Shape),
        ("2023-5", DateError::Shape),
        ("2023-05-20-01", DateError::Shape),
        ("20.05", DateError::Shape),
        ("20.05.23", DateError::Shape),
        ("+023", DateError::Shape),
        ("٢٠٢٣", DateError::Shape),
        ("0000", DateError::Year),
        ("2023-13", DateError::Month),
        ("2023-02-29", DateError::Day),
        ("31.04.2023", DateError::Day),
        ("00.04.2023", DateError::Day),
    ] {
        assert_eq!(text.parse::<PartialDate>(), Err(error), "{text}");
    }
    assert_eq!("2023-05".parse::<CivilDate>(), Err(DateError::Shape));
}

#[test]
fn a_partial_date_means_all_its_days() {
    let range = |text: &str| {
        let date: PartialDate = text.parse().unwrap();
        format!("{}..{}", date.first_day(), date.last_day())
    };
    assert_eq!(range("2024"), "2024-01-01..2024-12-31");
    assert_eq!(range("2024-02"), "2024-02-01..2024-02-29");
    assert_eq!(range("1900-02"), "1900-02-01..1900-02-28");
    assert_eq!(range("2000-02"), "2000-02-01..2000-02-29");
    assert_eq!(range("2024-02-10"), "2024-02-10..2024-02-10");
}

#[test]
fn counts_days() {
    assert_eq!(day("1970-01-01").epoch_days(), 0);
    assert_eq!(day("2000-03-01").epoch_days(), 11_017);
    assert_eq!(day("2023-12-31").add_days(1), day("2024-01-01"));
    assert_eq!(day("2024-03-01").add_days(-1), day("2024-02-29"));
    assert_eq!(day("2023-09-01").days_until(day("2024-09-01")), 366);
    assert_eq!(CivilDate::MAX.add_days(i64::MAX), CivilDate::MAX);
    assert_eq!(CivilDate::MIN.add_days(i64::MIN), CivilDate::MIN);
}

#[test]
fn knows_the_day_of_the_week() {
    assert_eq!(day("1970-01-01").weekday(), Weekday::Thursday);
    assert_eq!(day("2024-02-29").weekday(), Weekday::Thursday);
    assert_eq!(day("2022-05-20").weekday(), Weekday::Friday);
    assert_eq!(CivilDate::MIN.weekday(), Weekday::Monday);
}

#[test]
fn orders_by_the_days_meant() {
    let mut dates: Vec<PartialDate> = ["2023-05", "2024", "2023", "2023-01-01", "2023-01"]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    dates.sort();
    let sorted: Vec<String> = dates.iter().map(ToString::to_string).collect();
    assert_eq!(sorted, ["2023-01-01", "2023-01", "2023", "2023-05", "2024"]);
}

#[test]
fn serialises_as_iso_text() {
    let date: PartialDate = serde_json::from_str("\"20.05.2022\"").unwrap();
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2022-05-20\"");
    assert!(serde_json::from_str::<CivilDate>("\"2022\"").is_err());
}

proptest! {
    #[test]
    fn every_day_has_one_number(days in -719_162i64..=2_932_896) {
        let date = CivilDate::from_epoch_days(days);
        prop_assert_eq!(date.epoch_days(), days);
        prop_assert_eq!(date.to_string().parse::<CivilDate>().unwrap(), date);
        prop_assert_eq!(CivilDate::new(date.year(), date.month(), date.day()), Ok(date));
        prop_assert!(days == 2_932_896 || date.add_days(1) > date);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,12}|[0-9.-]{0,12}") {
        if let Ok(date) = text.parse::<PartialDate>() {
            prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
        }
    }
}
