use proptest::prelude::*;

use super::*;

fn atom(id: i64, numbers: &[&str]) -> Atom {
    let exclusive = numbers.iter().map(|number| ("GB-COH".to_owned(), (*number).to_owned())).collect();
    Atom { id, key: format!("KEY {id:03}"), exclusive, denied: BTreeSet::new() }
}

fn link(a: i64, b: i64, score: i16) -> Link {
    Link { pair: (a, b), score }
}

fn groups(canonical: &BTreeMap<i64, i64>) -> BTreeSet<BTreeSet<i64>> {
    let mut by_first: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (atom, first) in canonical {
        by_first.entry(*first).or_default().insert(*atom);
    }
    by_first.into_values().collect()
}

fn is(canonical: &BTreeMap<i64, i64>, expected: &[&[i64]]) {
    let expected = expected.iter().map(|group| group.iter().copied().collect()).collect();
    assert_eq!(groups(canonical), expected);
}

#[test]
fn links_join_and_the_smallest_id_stands_for_all() {
    let atoms = [atom(7, &[]), atom(3, &[]), atom(9, &[]), atom(4, &[])];
    let known = Known { links: vec![link(7, 9, 900), link(9, 3, 950)], ..Known::default() };
    let canonical = partition(&atoms, &known);
    assert_eq!(canonical, BTreeMap::from([(3, 3), (4, 4), (7, 3), (9, 3)]));
}

#[test]
fn a_decision_that_they_differ_cuts_the_weaker_of_two_links() {
    let atoms = [atom(1, &[]), atom(2, &[]), atom(3, &[])];
    let links = vec![link(1, 2, 990), link(2, 3, 910)];
    let known = Known { links, apart: vec![(1, 3)], ..Known::default() };
    is(&partition(&atoms, &known), &[&[1, 2], &[3]]);
}

#[test]
fn contradicting_identifiers_keep_apart_unless_people_decide() {
    let atoms = [atom(1, &["00000001"]), atom(2, &[]), atom(3, &["00000003"])];
    let links = vec![link(1, 2, 990), link(2, 3, 980), link(1, 3, 999)];
    let known = Known { links, ..Known::default() };
    is(&partition(&atoms, &known), &[&[1, 2], &[3]]);
    let known = Known { same: vec![(1, 3)], ..known };
    is(&partition(&atoms, &known), &[&[1, 2, 3]]);
}

#[test]
fn an_identifier_that_people_deny_does_not_come_in_through_a_link() {
    let mut denying = atom(1, &[]);
    denying.denied.insert(("GB-COH".to_owned(), "00000002".to_owned()));
    let atoms = [denying, atom(2, &["00000002"]), atom(3, &[])];
    let known = Known { links: vec![link(1, 2, 990), link(1, 3, 950)], ..Known::default() };
    is(&partition(&atoms, &known), &[&[1, 3], &[2]]);
}

#[test]
fn pairs_with_unknown_atoms_do_not_count() {
    let known = Known { same: vec![(1, 99)], apart: vec![(99, 1)], links: vec![link(99, 98, 1000)] };
    is(&partition(&[atom(1, &[])], &known), &[&[1]]);
}

/// Atoms by their names (places), and what is known of them.
#[derive(Clone, Debug)]
struct World {
    numbers: Vec<Option<u8>>,
    same: Vec<(usize, usize)>,
    apart: Vec<(usize, usize)>,
    links: Vec<(usize, usize, i16)>,
}

fn worlds() -> impl Strategy<Value = World> {
    (2_usize..12).prop_flat_map(|size| {
        let pair = move || (0..size, 0..size).prop_filter("a pair", |(a, b)| a != b);
        (
            prop::collection::vec(prop::option::weighted(0.4, 0_u8..3), size),
            prop::collection::vec(pair(), 0..3),
            prop::collection::vec(pair(), 0..4),
            prop::collection::vec((pair(), 900_i16..1000), 0..14),
        )
            .prop_map(|(numbers, same, apart, links)| World {
                numbers,
                same,
                apart,
                links: links.into_iter().map(|((a, b), score)| (a, b, score)).collect(),
            })
    })
}

/// The partition of a world whose atoms got these ids, by their names.
fn partition_of(world: &World, ids: &[i64]) -> BTreeSet<BTreeSet<usize>> {
    let atoms: Vec<Atom> = world
        .numbers
        .iter()
        .enumerate()
        .map(|(place, number)| Atom {
            id: ids[place],
            key: format!("NAME {place:02}"),
            exclusive: number.iter().map(|number| ("GB-COH".to_owned(), number.to_string())).collect(),
            denied: BTreeSet::new(),
        })
        .collect();
    let pair = |(a, b): (usize, usize)| (ids[a], ids[b]);
    let known = Known {
        same: world.same.iter().copied().map(pair).collect(),
        apart: world.apart.iter().copied().map(pair).collect(),
        links: world.links.iter().map(|(a, b, score)| Link { pair: pair((*a, *b)), score: *score }).collect(),
    };
    let canonical = partition(&atoms, &known);
    let place = |id: &i64| ids.iter().position(|other| other == id).unwrap();
    groups(&canonical).iter().map(|group| group.iter().map(place).collect()).collect()
}

proptest! {
    /// The same groups, whatever came first: ids, atoms, decisions and links in any order.
    #[test]
    fn the_order_of_arrival_does_not_matter(world in worlds(), seed in any::<u64>()) {
        let size = world.numbers.len();
        let forward: Vec<i64> = (1..).take(size).collect();
        let mut shuffled = forward.clone();
        // A permutation of the ids that the seed picks.
        for place in 0..size {
            let other = usize::try_from(seed >> (place % 48)).unwrap() % size;
            shuffled.swap(place, other);
        }
        // One link a pair, as in the database.
        let mut world = world;
        world.links.sort_by_key(|(a, b, score)| ((*a).min(*b), (*a).max(*b), Reverse(*score)));
        world.links.dedup_by_key(|(a, b, _)| ((*a).min(*b), (*a).max(*b)));
        let mut backward = world.clone();
        backward.same.reverse();
        backward.apart.reverse();
        backward.links.reverse();
        prop_assert_eq!(partition_of(&world, &forward), partition_of(&backward, &shuffled));
    }

    /// Nothing is joined that must not be, and what is joined is connected.
    #[test]
    fn nothing_forbidden_is_joined(world in worlds()) {
        let ids: Vec<i64> = (1..).take(world.numbers.len()).collect();
        let parts = partition_of(&world, &ids);
        let of = |place: usize| parts.iter().position(|part| part.contains(&place)).unwrap();
        prop_assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), world.numbers.len());
        for (a, b) in &world.apart {
            prop_assert_ne!(of(*a), of(*b));
        }
        if world.same.is_empty() {
            for part in &parts {
                let numbers: BTreeSet<u8> = part.iter().filter_map(|place| world.numbers[*place]).collect();
                prop_assert!(numbers.len() <= 1);
            }
        }
        // Whoever stands with others was linked to one of them.
        for part in parts.iter().filter(|part| part.len() > 1) {
            for place in part {
                let with = |(a, b): (usize, usize)| {
                    (a == *place && part.contains(&b)) || (b == *place && part.contains(&a))
                };
                let linked = world.links.iter().any(|(a, b, _)| with((*a, *b)));
                prop_assert!(linked || world.same.iter().copied().any(with));
            }
        }
    }
}
