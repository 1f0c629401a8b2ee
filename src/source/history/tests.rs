use super::super::git::tests::{Step, Stream, repository, run};
use super::*;
use std::path::Path;

/// 2024-01-01 at 23:30 in Moscow: still the same day at UTC.
const START: i64 = 1_704_141_000;
const DAY: i64 = 86_400;

fn read(folder: &Path) -> History {
    let repository = Repository::discover(folder).unwrap();
    History::read(Some(&repository), &Scope::default(), 1000)
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }
}

/// Commits on three branches that part and join; merges take one side's files and now and then write some
/// anew. Clocks are a day off now and then.
fn tangled(seed: u64) -> Stream {
    let mut random = Random(seed);
    let mut stream = Stream::default();
    let mut tips: Vec<usize> = Vec::new();
    for i in 0..70i64 {
        let paths: Vec<String> = (0..1 + random.below(3))
            .map(|_| format!("content/{}/{}.md", random.below(3), random.below(5)))
            .collect();
        let texts: Vec<String> =
            paths.iter().map(|path| format!("{path} {}", random.below(4))).collect();
        let mut steps: Vec<Step<'_>> =
            paths.iter().zip(&texts).map(|(path, text)| Step::Put(path, text)).collect();
        let time = START + i * DAY / 3 - (random.below(4) == 0) as i64 * DAY;
        if random.below(4) == 0 {
            steps.truncate(1);
            steps.push(Step::Remove(&paths[0]));
        }
        if tips.is_empty() {
            tips = vec![stream.commit("main", &[], time, &steps); 3];
            continue;
        }
        let branch = random.below(3);
        let name = ["main", "one", "two"][branch];
        let other = random.below(3);
        let mut parents = vec![tips[branch]];
        if random.below(3) == 0 && tips[other] != tips[branch] {
            parents.push(tips[other]);
            if random.below(2) == 0 {
                steps.clear();
            }
        }
        tips[branch] = stream.commit(name, &parents, time, &steps);
    }
    let parents = [tips[0], tips[1], tips[2]];
    stream.commit("main", &parents, START + 30 * DAY, &[Step::Put("content/last.md", "x")]);
    stream
}

/// What `git log` says: for each path the commits that left it with a content no parent has, newest first.
fn by_git(folder: &Path) -> BTreeMap<String, Vec<(String, i64)>> {
    let arguments = [
        "-c",
        "core.quotepath=off",
        "log",
        "--format=C %H %ct",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-c",
        "--root",
        "main",
    ];
    let log = run(folder, &arguments, b"").unwrap();
    let mut found: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    let mut commit = (String::new(), 0);
    for line in log.lines().filter(|line| !line.is_empty()) {
        if let Some(rest) = line.strip_prefix("C ") {
            let (id, time) = rest.split_once(' ').unwrap();
            commit = (id.to_owned(), time.parse().unwrap());
        } else {
            let (head, path) = line.split_once('\t').unwrap();
            let state = head.rsplit(' ').next().unwrap();
            let result = head.split(' ').rev().nth(1).unwrap();
            if !state.contains('D') || result.bytes().any(|b| b != b'0') {
                found.entry(path.to_owned()).or_default().push(commit.clone());
            }
        }
    }
    let files = run(folder, &["ls-tree", "-r", "--name-only", "main"], b"").unwrap();
    let files: BTreeSet<&str> = files.lines().collect();
    found.retain(|path, _| files.contains(path.as_str()));
    found
}

#[test]
fn git_log_agrees_on_tangled_histories() {
    for seed in 1..=6 {
        let Some(folder) = repository(&tangled(seed).text) else {
            return;
        };
        let history = read(folder.path());
        assert_eq!(history.note, None);
        let mine: BTreeMap<String, Vec<(String, i64)>> = history
            .files
            .iter()
            .map(|(path, file)| {
                let revisions = file.recent.iter();
                let revisions =
                    revisions.map(|r| (r.commit.to_string(), r.date.epoch_days())).collect();
                (path.clone(), revisions)
            })
            .collect();
        let theirs = by_git(folder.path());
        assert!(theirs.values().map(Vec::len).max() > Some(3));
        let days = |list: &Vec<(String, i64)>| {
            list.iter().map(|(id, time)| (id.clone(), time.div_euclid(DAY))).collect::<Vec<_>>()
        };
        let theirs: BTreeMap<String, Vec<(String, i64)>> =
            theirs.iter().map(|(path, list)| (path.clone(), days(list))).collect();
        // The order of commits of one second, or of clocks that disagree, is nobody's promise.
        let sorted = |map: BTreeMap<String, Vec<(String, i64)>>| -> Vec<_> {
            map.into_iter()
                .map(|(path, mut list)| {
                    list.sort();
                    (path, list)
                })
                .collect()
        };
        for (path, list) in &theirs {
            let file = &history.files[path];
            let days = list.iter().map(|(_, day)| *day);
            assert_eq!(file.revisions, list.len());
            assert_eq!(file.created.epoch_days(), days.clone().min().unwrap(), "{path}");
            assert_eq!(file.changed.epoch_days(), days.max().unwrap(), "{path}");
        }
        assert_eq!(sorted(mine), sorted(theirs), "seed {seed}");
    }
}

#[test]
fn a_merge_changes_only_what_it_writes_itself() {
    let mut stream = Stream::default();
    let root = stream.commit(
        "main",
        &[],
        START,
        &[Step::Put("a.md", "a"), Step::Put("b.md", "b"), Step::Put("c.md", "c")],
    );
    let main = stream.commit(
        "main",
        &[root],
        START + DAY,
        &[Step::Put("a.md", "main"), Step::Put("c.md", "main")],
    );
    let side = stream.commit(
        "side",
        &[root],
        START + 2 * DAY,
        &[Step::Put("b.md", "side"), Step::Put("c.md", "side")],
    );
    stream.commit(
        "main",
        &[main, side],
        START + 9 * DAY,
        &[Step::Put("b.md", "side"), Step::Put("c.md", "both")],
    );
    let Some(folder) = repository(&stream.text) else {
        return;
    };
    let history = read(folder.path());
    let changed = |path: &str| history.files[path].changed;
    assert_eq!(changed("a.md"), day("2024-01-02"));
    assert_eq!(changed("b.md"), day("2024-01-03"));
    assert_eq!(changed("c.md"), day("2024-01-10"));
    assert_eq!(history.files["c.md"].revisions, 4);
    assert_eq!(history.files["c.md"].created, day("2024-01-01"));
}

#[test]
fn moves_are_followed_and_are_no_revisions() {
    let mut stream = Stream::default();
    let mut at = START;
    let mut last = stream.commit(
        "main",
        &[],
        at,
        &[Step::Put("old.md", "1"), Step::Put("twin-a.md", "same"), Step::Put("twin-b.md", "same")],
    );
    let mut step = |steps: &[Step<'_>]| {
        at += DAY;
        last = stream.commit("main", &[last], at, steps);
    };
    step(&[Step::Put("old.md", "2")]);
    step(&[
        Step::Move("old.md", "new.md"),
        Step::Move("twin-a.md", "x/twin-a.md"),
        Step::Move("twin-b.md", "x/twin-c.md"),
    ]);
    step(&[Step::Put("new.md", "3")]);
    // Another file comes to stand at the old path: its past is not ours.
    step(&[Step::Put("old.md", "4")]);
    step(&[Step::Move("new.md", "deep/er/new.md")]);
    // Moved and changed in one commit: a new file, as far as bytes tell.
    step(&[Step::Remove("x/twin-c.md"), Step::Put("x/twin-d.md", "other")]);
    let Some(folder) = repository(&stream.text) else {
        return;
    };
    let history = read(folder.path());
    let file = &history.files["deep/er/new.md"];
    assert_eq!(file.created, day("2024-01-01"));
    assert_eq!(file.changed, day("2024-01-04"));
    let paths: Vec<&str> = file.recent.iter().map(|revision| &*revision.path).collect();
    assert_eq!(paths, ["new.md", "old.md", "old.md"]);
    let repository = Repository::discover(folder.path()).unwrap();
    assert_eq!(repository.blob(file.recent[2].content, 100).unwrap(), b"1");
    let old = &history.files["old.md"];
    assert_eq!((old.revisions, old.created), (3, day("2024-01-01")));
    assert_eq!(history.files["x/twin-a.md"].created, day("2024-01-01"));
    assert_eq!(history.files["x/twin-d.md"].created, day("2024-01-07"));
    assert!(!history.files.contains_key("new.md"));

    // Git follows the same file through the same commits; it counts the moves.
    let log = ["log", "--follow", "-M100%", "--format=%H", "--raw", "main", "--", "deep/er/new.md"];
    let log = run(folder.path(), &log, b"").unwrap();
    let mut commits = Vec::new();
    for line in log.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with(':') {
            commits.push(line);
        } else if line.contains(" R100\t") {
            commits.pop();
        }
    }
    let mine: Vec<String> =
        file.recent.iter().map(|revision| revision.commit.to_string()).collect();
    assert_eq!(mine, commits);
}

#[test]
fn an_empty_history_says_why() {
    assert_eq!(History::read(None, &Scope::default(), 1).note, Some(Note::NoRepository));
    let Some(folder) = repository("") else {
        return;
    };
    assert_eq!(read(folder.path()).note, Some(Note::NoCommits));

    let mut stream = Stream::default();
    let first = stream.commit("main", &[], START, &[Step::Put("a.md", "1")]);
    stream.commit("main", &[first], START + DAY, &[Step::Put("a.md", "2")]);
    let Some(whole) = repository(&stream.text) else {
        return;
    };
    let url = format!("file://{}", whole.path().display());
    run(folder.path(), &["clone", "-q", "--depth=1", "--branch=main", &url, "shallow"], b"");
    let shallow = read(&folder.path().join("shallow"));
    assert_eq!(shallow.note, Some(Note::Shallow));
    assert!(shallow.files.is_empty() && shallow.head.is_some());
}

#[test]
fn a_portal_in_a_subfolder_sees_its_own_files_and_a_limit_counts() {
    let mut stream = Stream::default();
    let mut last = stream.commit("main", &[], START, &[Step::Put("x.md", "outside")]);
    for i in 1..5 {
        let text = format!("{i}");
        last = stream.commit(
            "main",
            &[last],
            START + i * DAY,
            &[Step::Put("portal/content/a.md", &text)],
        );
    }
    let Some(folder) = repository(&stream.text) else {
        return;
    };
    let portal = folder.path().join("portal");
    std::fs::create_dir(&portal).unwrap();
    let repository = Repository::discover(&portal).unwrap();
    let history = History::read(Some(&repository), &Scope::portal(), 2);
    let paths: Vec<&String> = history.files.keys().collect();
    assert_eq!(paths, ["content/a.md"]);
    let file = &history.files["content/a.md"];
    assert_eq!((file.revisions, file.recent.len()), (4, 2));
    assert_eq!(file.recent[0].date, day("2024-01-05"));
    assert_eq!(file.created, day("2024-01-02"));
}
