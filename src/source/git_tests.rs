//! Repositories made on the spot with `git fast-import`: one process, any shape of history.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::*;
use tempfile::TempDir;

/// The answer of `git`, or `None` if there is no such program.
pub(in crate::source) fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Option<String> {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut to = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = to.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {said}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// A repository with the history that `stream` describes, `main` checked out; `None` without git.
pub(in crate::source) fn repository(stream: &str) -> Option<TempDir> {
    let folder = TempDir::new().unwrap();
    let made = run(folder.path(), &["init", "-q", "-b", "main"], b"");
    if made.is_none() {
        eprintln!("skipped: there is no git to compare with");
        return None;
    }
    run(folder.path(), &["fast-import", "--quiet"], stream.as_bytes());
    Some(folder)
}

/// Commits in the language of `git fast-import`.
#[derive(Default)]
pub(in crate::source) struct Stream {
    pub(in crate::source) text: String,
    pub(in crate::source) commits: usize,
}

impl Stream {
    /// A commit on `branch`: its parents by number, its time, its changes (`M 644 inline path`, `D path`, …).
    pub(in crate::source) fn commit(
        &mut self,
        branch: &str,
        parents: &[usize],
        time: i64,
        changes: &[Step<'_>],
    ) -> usize {
        use std::fmt::Write as _;
        self.commits += 1;
        let number = self.commits;
        let text = &mut self.text;
        writeln!(text, "commit refs/heads/{branch}\nmark :{number}").unwrap();
        writeln!(text, "committer Кто-то <secret@example.org> {time} +0900\ndata 1\nx").unwrap();
        for (i, parent) in parents.iter().enumerate() {
            let word = if i == 0 { "from" } else { "merge" };
            writeln!(text, "{word} :{parent}").unwrap();
        }
        for change in changes {
            match change {
                Step::Put(path, bytes) => {
                    writeln!(text, "M 100644 inline {path}\ndata {}\n{bytes}", bytes.len())
                        .unwrap();
                }
                Step::Mode(mode, path, bytes) => {
                    writeln!(text, "M {mode} inline {path}\ndata {}\n{bytes}", bytes.len())
                        .unwrap();
                }
                Step::Move(from, to) => writeln!(text, "R {from} {to}").unwrap(),
                Step::Remove(path) => writeln!(text, "D {path}").unwrap(),
                Step::Submodule(path) => {
                    writeln!(text, "M 160000 {} {path}", "1".repeat(40)).unwrap();
                }
            }
        }
        writeln!(text).unwrap();
        number
    }
}

/// One change of a commit.
pub(in crate::source) enum Step<'a> {
    Put(&'a str, &'a str),
    Mode(&'a str, &'a str, &'a str),
    Move(&'a str, &'a str),
    Remove(&'a str),
    Submodule(&'a str),
}

#[test]
fn a_revision_is_a_tree_like_any_other() {
    let mut stream = Stream::default();
    let first = stream.commit(
        "main",
        &[],
        1_700_000_000,
        &[
            Step::Put("portal/content/a.md", "old"),
            Step::Put("portal/content/b/index.md", "b"),
            Step::Put("portal/.github/x.yml", ""),
            Step::Put("outside.md", ""),
        ],
    );
    stream.commit(
        "main",
        &[first],
        1_700_000_100,
        &[
            Step::Put("portal/content/a.md", "new"),
            Step::Put("portal/content/big.md", "123456789"),
            Step::Put("portal/content/nul.md", ""),
            Step::Put("portal/content/A.md", ""),
            Step::Mode("120000", "portal/content/link.md", "/etc/passwd"),
            Step::Mode("100755", "portal/content/run.md", "x"),
            Step::Submodule("portal/content/sub"),
        ],
    );
    let Some(folder) = repository(&stream.text) else {
        return;
    };
    let portal = folder.path().join("portal");
    std::fs::create_dir(&portal).unwrap();
    let repository = Repository::discover(&portal).unwrap();
    let mut scope = Scope::default();
    scope.limits.text = 8;

    let head = repository.at(repository.head().unwrap(), scope.clone()).unwrap();
    let listing = head.files().unwrap();
    let paths: Vec<&str> = listing.files.iter().map(|file| &*file.path).collect();
    assert_eq!(paths, ["content/A.md", "content/b/index.md", "content/run.md"]);
    let problems: Vec<&str> =
        listing.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        problems,
        ["content/a.md", "content/big.md", "content/link.md", "content/nul.md", "content/sub"]
    );
    assert_eq!(listing.problems[2].kind, ProblemKind::Link);
    assert_eq!(listing.problems[4].kind, ProblemKind::Submodule);
    assert_eq!(head.read("content/b/index.md").unwrap(), b"b");
    assert_eq!(head.read("content/link.md"), Err(ReadProblem::Link));
    assert_eq!(head.read("content/big.md"), Err(ReadProblem::TooLarge { limit: 8 }));
    assert_eq!(head.read("outside.md"), Err(ReadProblem::Missing));
    assert!(head.holds("content/run.md", b"x"));
    assert!(!head.holds("content/run.md", b"y"));

    let before = repository.resolve("main~1").unwrap();
    let before = repository.at(before, scope).unwrap();
    assert_eq!(before.read("content/a.md").unwrap(), b"old");
    assert_eq!(before.files().unwrap().problems, []);
    assert_eq!(format!("{:.7}", before.commit()).len(), 7);
    assert!(matches!(repository.resolve("nothing"), Err(SourceError::NoRevision { .. })));
    assert_eq!(repository.merge_base(head.commit(), before.commit()), Some(before.commit()));
}

#[test]
fn no_repository_is_an_error() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(Repository::discover(folder.path()), Err(SourceError::NoRepository { .. })));
}
