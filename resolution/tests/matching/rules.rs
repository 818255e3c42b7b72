//! What is certain, what people should see, and what is left alone.

use anchorhub_identity::likeness::Known;
use anchorhub_resolution::register::{Answer, Method, Question};
use anchorhub_store::Database;
use chrono::NaiveDate;

use crate::{
    register::{Entry, add, ask},
    support::on_each_engine,
};

async fn companies(database: &Database, entries: &[Entry]) {
    add(database, 1, "COMPANIES_HOUSE", "GB-COH", entries).await;
}

fn named(name: &str) -> Question {
    Question { known: Known::named(name), seen: None }
}

fn numbers(answer: &Answer) -> (Vec<&str>, Vec<&str>) {
    (
        answer.automatic.iter().map(|found| found.number.as_str()).collect(),
        answer.candidates.iter().map(|found| found.number.as_str()).collect(),
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn one_active_bearer_of_the_name_key_is_certain() {
    on_each_engine(async |database| {
        companies(
            &database,
            &[
                Entry::new("00000001", "BRIGHTWATER JOINERY LIMITED"),
                Entry::new("00000002", "BRIGHTWATER JOINERY HOLDINGS LIMITED"),
                Entry::new("00000003", "KESTREL (NORTH WEST) LIMITED"),
                Entry::new("00000004", "KESTREL (SOUTH) LIMITED"),
            ],
        )
        .await;
        let answers = ask(
            &database,
            &[
                named("Brightwater Joinery Ltd"),
                named("Kestrel North West Ltd"),
                named("Kestrel Ltd"),
                named("Nobody"),
            ],
        )
        .await;
        assert_eq!(numbers(&answers[0]), (vec!["00000001"], vec![]));
        assert_eq!((answers[0].automatic[0].method, answers[0].automatic[0].score), (Method::NameKey, 1000));
        assert_eq!(numbers(&answers[1]).0, ["00000003"], "{:?}", answers[1]);
        assert_eq!(numbers(&answers[2]), (vec![], vec!["00000003", "00000004"]), "either may be meant");
        assert_eq!(answers[3], Answer::default());
    })
    .await;
}

#[tokio::test]
async fn what_is_misspelt_or_cut_off_is_found_when_nothing_else_is_near() {
    on_each_engine(async |database| {
        let mut entries = vec![
            Entry::new("00000001", "HALLOWDENE ENVIRONMENTAL SERVICES LIMITED"),
            Entry::new("00000002", "ASSOCIATION OF DIRECTORS OF REGIONAL MUSEUMS"),
            Entry::new("00000003", "PENHALLOW PLUMBING LIMITED"),
            Entry::new("00000004", "PENHALLOW ROOFING LIMITED"),
            Entry::new("00000005", "MARLPIT HOMECARE LIMITED"),
        ];
        entries.extend((6..40).map(|number| {
            Entry::new(&format!("{number:08}"), &format!("QUITE ANOTHER FIRM {number} LIMITED"))
        }));
        companies(&database, &entries).await;
        let asked = [
            "Halowdene Environmental Svcs Ltd",
            "ASSOCIATION OF DIRECTORS OF REGIONAL MUS",
            "Penhallow Carpentry Ltd",
            "Marlpit Home Care",
        ];
        let questions: Vec<Question> = asked.iter().map(|name| named(name)).collect();
        let answers = ask(&database, &questions).await;
        assert_eq!(numbers(&answers[0]).0, ["00000001"], "{:?}", answers[0]);
        assert_eq!(answers[0].automatic[0].method, Method::Scored);
        assert_eq!(numbers(&answers[1]).0, ["00000002"], "{:?}", answers[1]);
        assert!(answers[2].automatic.is_empty(), "another trade is another firm: {:?}", answers[2]);
        assert_eq!(numbers(&answers[3]).0, ["00000005"], "{:?}", answers[3]);
    })
    .await;
}

#[tokio::test]
async fn status_former_names_and_postcodes_decide_between_bearers() {
    on_each_engine(async |database| {
        let mut gone = Entry::new("00000001", "TIDEWELL CATERING LIMITED");
        gone.gone = true;
        gone.closed_on = Some("2015-06-30".to_owned());
        let mut renamed = Entry::new("00000002", "OAKHURST VENTURES LIMITED");
        renamed.names.push("FERNBANK TRANSPORT LIMITED".to_owned());
        let mut here = Entry::new("00000003", "SILVERDALE GARAGE LIMITED");
        here.postcode = Some("WV11AA".to_owned());
        let mut there = Entry::new("00000004", "SILVERDALE GARAGE LLP");
        there.postcode = Some("EX11AA".to_owned());
        let mut present = Entry::new("00000005", "LOWMOOR PRINT LIMITED");
        present.names.push("HIGHMOOR PRINT LIMITED".to_owned());
        let former = Entry::new("00000006", "HIGHMOOR PRINT LIMITED");
        companies(&database, &[gone, renamed, here, there, present, former]).await;

        let seen = Some((day("2023-04-01"), day("2023-09-30")));
        let mut tidewell = named("Tidewell Catering");
        tidewell.seen = seen;
        let mut earlier = named("Tidewell Catering");
        earlier.seen = Some((day("2014-01-01"), day("2014-02-01")));
        let mut garage = named("Silverdale Garage");
        garage.known.postcodes = vec!["EX11AA".to_owned()];
        let questions = [
            tidewell,
            earlier,
            named("Fernbank Transport Ltd"),
            named("Silverdale Garage"),
            garage,
            named("Highmoor Print Ltd"),
        ];
        let answers = ask(&database, &questions).await;
        assert_eq!(answers[0], Answer::default(), "it was dissolved before");
        assert_eq!(numbers(&answers[1]).0, ["00000001"]);
        assert_eq!(numbers(&answers[2]).0, ["00000002"], "{:?}", answers[2]);
        assert_eq!(numbers(&answers[3]), (vec![], vec!["00000003", "00000004"]));
        assert_eq!(numbers(&answers[4]).0, ["00000004"], "{:?}", answers[4]);
        assert_eq!(
            numbers(&answers[5]).0,
            ["00000006"],
            "who bears the name now comes first: {:?}",
            answers[5]
        );
    })
    .await;
}

#[tokio::test]
async fn people_and_public_bodies_are_not_looked_for_among_companies() {
    on_each_engine(async |database| {
        companies(
            &database,
            &[
                Entry::new("00000001", "MR J SMITH LIMITED"),
                Entry::new("00000002", "WYREMOOR CITY COUNCIL LIMITED"),
            ],
        )
        .await;
        add(&database, 2, "ODS", "GB-NHS", &[Entry::new("XYZ", "WYREMOOR CITY COUNCIL")]).await;
        let answers = ask(&database, &[named("Mr J Smith"), named("Wyremoor City Council")]).await;
        assert_eq!(answers[0], Answer::default());
        assert_eq!(numbers(&answers[1]), (vec!["XYZ"], vec![]));
    })
    .await;
}

#[tokio::test]
async fn a_company_and_a_charity_of_one_name_are_one_body_only_when_something_says_so() {
    on_each_engine(async |database| {
        companies(
            &database,
            &[
                Entry::new("00000001", "ELMBROOK HOSPICE"),
                Entry::new("00000002", "THE DELL PROJECT LIMITED"),
                Entry::new("00000003", "GROVE TRUST LIMITED"),
            ],
        )
        .await;
        let mut stated = Entry::new("1000003", "THE GROVE TRUST");
        stated.other = Some(("GB-COH".to_owned(), "00000003".to_owned()));
        let charities =
            [Entry::new("1000001", "ELMBROOK HOSPICE"), Entry::new("1000002", "THE DELL PROJECT"), stated];
        add(&database, 2, "CHARITIES", "GB-CHC", &charities).await;
        let asked = ["Elmbrook Hospice", "The Dell Project", "The Dell Project Ltd", "Grove Trust"];
        let questions: Vec<Question> = asked.iter().map(|name| named(name)).collect();
        let answers = ask(&database, &questions).await;
        let found: Vec<Vec<&str>> = answers
            .iter()
            .map(|answer| {
                let mut numbers = numbers(answer).0;
                numbers.sort_unstable();
                numbers
            })
            .collect();
        assert_eq!(found[0], ["00000001", "1000001"], "the very same name");
        assert!(found[1].is_empty(), "two bodies of one name: {:?}", answers[1]);
        assert_eq!(found[2], ["00000002"], "the legal form tells");
        assert_eq!(found[3], ["00000003", "1000003"], "the register of charities states the company");
    })
    .await;
}

#[tokio::test]
async fn blocks_of_very_many_names_are_passed_over() {
    on_each_engine(async |database| {
        // All share their first letters and consonants: the name that is meant is found by its end.
        let mut entries: Vec<Entry> = (0..400)
            .map(|number| Entry::new(&format!("{number:08}"), &format!("PARAMOUNT ZQ{number:03} LIMITED")))
            .collect();
        entries.push(Entry::new("99999999", "PARAMOUNT XYLOPHONES LIMITED"));
        companies(&database, &entries).await;
        let answers = ask(&database, &[named("Paramont Xylophones Ltd")]).await;
        assert_eq!(numbers(&answers[0]).0, ["99999999"], "{:?}", answers[0]);
    })
    .await;
}
