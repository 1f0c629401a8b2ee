use super::*;
use rayon::prelude::*;
use std::fs::File;
use std::time::Duration;
use tempfile::TempDir;

const QUICK: Options =
    Options { durable: false, method: Method::Best, precompress: false, linger: &[] };

fn stamp(version: &str) -> Stamp {
    Stamp { version: version.into(), as_of: "2026-01-02".into(), commit: Some("0123abcd".into()) }
}

fn publish(out: &Path, options: Options, files: &[(&str, &str)]) -> Published {
    let site = Site::begin(out, stamp("1"), options).unwrap();
    files.par_iter().for_each(|(path, text)| site.write(path, text.as_bytes()).unwrap());
    site.commit().unwrap()
}

fn text(path: &Path) -> String {
    io::read_to_string(File::open(path).unwrap()).unwrap()
}

/// Names in `folder`, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn put(path: &Path, text: &str) {
    File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
}

const FIRST: [(&str, &str); 3] =
    [("index.html", "one"), ("a/b/c.html", "same"), ("gone.html", "x")];
const SECOND: [(&str, &str); 3] =
    [("index.html", "two"), ("a/b/c.html", "same"), ("new.html", "y")];

#[test]
fn every_method_replaces_the_whole_site_and_leaves_nothing_beside() {
    for method in [Method::Best, Method::Link, Method::Renames] {
        for durable in [false, true] {
            let root = TempDir::new().unwrap();
            let out = root.path().join("deep/public");
            let options = Options { durable, method, ..QUICK };
            for round in 0..3 {
                let published =
                    publish(&out, options, if round % 2 == 0 { &FIRST } else { &SECOND });
                assert_eq!(published.files, 3);
                assert_eq!(published.kept, usize::from(round > 0), "{method:?}");
            }
            publish(&out, options, &SECOND);
            assert_eq!(names_in(&out), ["a", "index.html", "manifest.json", "new.html"]);
            assert_eq!(text(&out.join("index.html")), "two");
            let beside = names_in(&root.path().join("deep"));
            if method == Method::Link {
                assert_eq!(beside.len(), 2, "{beside:?}");
                assert!(fs::read_link(&out).unwrap().is_relative());
            } else {
                assert_eq!(beside, ["public"]);
            }
        }
    }
}

#[test]
fn what_open_pages_load_stays_for_one_more_deployment() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    let options = Options { linger: &["search/"], ..QUICK };
    publish(&out, options, &[("index.html", "1"), ("search/a1.bin", "a"), ("search/b1.bin", "b")]);
    let second = [("index.html", "2"), ("search/a2.bin", "A"), ("search/b1.bin", "b")];
    assert_eq!(publish(&out, options, &second).files, 3);
    assert_eq!(names_in(&out.join("search")), ["a1.bin", "a2.bin", "b1.bin"]);
    let manifest = text(&out.join(manifest::NAME));
    assert_eq!(manifest.matches("\"kept\": true").count(), 1, "{manifest}");
    // What was kept goes with the next one; and may come back as the site's own.
    publish(&out, options, &[("index.html", "3"), ("search/a3.bin", "!"), ("search/b1.bin", "b")]);
    assert_eq!(names_in(&out.join("search")), ["a2.bin", "a3.bin", "b1.bin"]);
    publish(&out, options, &[("index.html", "4"), ("search/a2.bin", "A")]);
    assert_eq!(names_in(&out.join("search")), ["a2.bin", "a3.bin", "b1.bin"]);
    assert!(!text(&out.join(manifest::NAME)).contains("\"search/a2.bin\": {\"kept"));
    publish(&out, options, &[("index.html", "5")]);
    assert_eq!(names_in(&out.join("search")), ["a2.bin"]);
}

#[test]
fn a_plain_folder_becomes_a_link_and_stays_one() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    assert_eq!(publish(&out, QUICK, &FIRST).how, How::First);
    assert_eq!(publish(&out, QUICK, &SECOND).how, How::Exchanged);
    let linked = Options { method: Method::Link, ..QUICK };
    assert_eq!(publish(&out, linked, &FIRST).how, How::Linked);
    assert_eq!(publish(&out, QUICK, &SECOND).how, How::Linked);
    assert_eq!(text(&out.join("index.html")), "two");
    assert_eq!(names_in(root.path()).len(), 2);
}

#[test]
fn unchanged_files_keep_their_time_and_touched_ones_are_written_anew() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    publish(&out, QUICK, &FIRST);
    let page = out.join("a/b/c.html");
    let long_ago = modified(&page) - Duration::from_secs(86_400);
    File::options().write(true).open(&page).unwrap().set_modified(long_ago).unwrap();
    publish(&out, QUICK, &SECOND);
    assert_eq!(modified(&page), long_ago);
    assert!(modified(&out.join("index.html")) > long_ago);

    // Someone edits the published file, same length: the build puts it right.
    put(&page, "SAME");
    let later = modified(&out.join(manifest::NAME)) + Duration::from_secs(1);
    File::options().write(true).open(&page).unwrap().set_modified(later).unwrap();
    assert_eq!(publish(&out, QUICK, &SECOND).kept, 2);
    assert_eq!(text(&page), "same");
}

#[test]
fn time_is_kept_where_links_are_not_to_be_had() {
    let root = TempDir::new().unwrap();
    let (old, new) = (root.path().join("old"), root.path().join("new"));
    put(&old, "x");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    assert!(copy(&old, time, &new).unwrap());
    assert_eq!((text(&new), modified(&new)), ("x".to_owned(), time));
}

#[test]
fn a_file_made_piece_by_piece_is_like_any_other() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    let long = "piece ".repeat(10_000);
    for precompress in [false, true] {
        let site = Site::begin(&out, stamp("1"), Options { precompress, ..QUICK }).unwrap();
        let fill = |to: &mut dyn io::Write| (0..10_000).try_for_each(|_| to.write_all(b"piece "));
        site.stream("a.txt", fill).unwrap();
        assert!(matches!(site.stream("a.txt", fill), Err(PublishError::Duplicate { .. })));
        assert!(matches!(site.stream("../a.txt", fill), Err(PublishError::BadPath { .. })));
        site.write("b.txt", long.as_bytes()).unwrap();
        assert_eq!(site.read("a.txt").unwrap(), long.as_bytes());
        let published = site.commit().unwrap();
        // The second time, both are as they were.
        assert_eq!(published.kept, if precompress { 2 } else { 0 });
        let manifest = Manifest::read(&out).unwrap().unwrap();
        assert_eq!(manifest.files["a.txt"], manifest.files["b.txt"]);
    }
}

#[test]
fn paths_that_leave_or_collide_are_errors() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    let site = Site::begin(&out, stamp("1"), QUICK).unwrap();
    for bad in ["../x", "/etc/x", "a/../../x", "a//b", "", "a\\b", "C:/x", "nul", "a/"] {
        let answer = site.write(bad, b"x");
        assert!(matches!(answer, Err(PublishError::BadPath { .. })), "{bad}: {answer:?}");
    }
    site.write("a/index.html", b"x").unwrap();
    for taken in ["a/index.html", "A/index.html", "a/Index.html", "manifest.json"] {
        let answer = site.write(taken, b"x");
        assert!(matches!(answer, Err(PublishError::Duplicate { .. })), "{taken}: {answer:?}");
    }
    drop(site);
    assert!(names_in(root.path()).is_empty());
}

#[test]
fn foreign_folders_are_refused_and_untouched() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("papers");
    fs::create_dir(&out).unwrap();
    put(&out.join("thesis.docx"), "years of work");
    let answer = Site::begin(&out, stamp("1"), QUICK);
    assert!(
        matches!(answer, Err(PublishError::NotOurs { ref foreign, .. }) if foreign == "thesis.docx")
    );
    assert_eq!(names_in(root.path()), ["papers"]);

    let file = root.path().join("file");
    put(&file, "");
    assert!(matches!(Site::begin(&file, stamp("1"), QUICK), Err(PublishError::NotAFolder { .. })));

    // What someone adds to a published site is not thrown away either; what the system litters is.
    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    publish(&empty, QUICK, &FIRST);
    put(&empty.join(".DS_Store"), "");
    publish(&empty, QUICK, &FIRST);
    put(&empty.join("CNAME"), "metod.example.org");
    assert!(matches!(Site::begin(&empty, stamp("1"), QUICK), Err(PublishError::NotOurs { .. })));
}

#[test]
fn two_builds_at_once_do_not_meet() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    let site = Site::begin(&out, stamp("1"), QUICK).unwrap();
    assert!(matches!(Site::begin(&out, stamp("1"), QUICK), Err(PublishError::Busy { .. })));
    site.write("index.html", b"x").unwrap();
    site.commit().unwrap();
    assert_eq!(names_in(root.path()), ["public"]);
    publish(&out, QUICK, &FIRST);
}

#[test]
fn leftovers_are_cleaned_but_only_ours() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    publish(&out, QUICK, &FIRST);
    let ours = root.path().join(".public.77.new");
    fs::create_dir_all(ours.join("site/a")).unwrap();
    put(&ours.join("metod-build"), "");
    put(&ours.join("site/a/b"), "");
    fs::create_dir(root.path().join(".public.78.new")).unwrap();
    let not_ours = [".public.79.new", ".public.x.new", ".other.1.new"];
    for name in not_ours {
        fs::create_dir(root.path().join(name)).unwrap();
        put(&root.path().join(name).join("mine"), "");
    }
    publish(&out, QUICK, &SECOND);
    let mut expected = not_ours.to_vec();
    expected.push("public");
    expected.sort_unstable();
    assert_eq!(names_in(root.path()), expected);
}

#[test]
fn a_build_killed_between_two_renames_is_undone() {
    let root = TempDir::new().unwrap();
    let out = root.path().join("public");
    publish(&out, QUICK, &FIRST);
    let container = root.path().join(".public.5.new");
    fs::create_dir_all(container.join("site")).unwrap();
    put(&container.join("metod-build"), "");
    fs::rename(&out, container.join("old")).unwrap();
    let site = Site::begin(&out, stamp("1"), QUICK).unwrap();
    assert_eq!(text(&out.join("index.html")), "one");
    drop(site);
    assert_eq!(names_in(root.path()), ["public"]);
}

#[cfg(unix)]
#[test]
fn a_link_of_someone_else_is_followed() {
    let root = TempDir::new().unwrap();
    let real = root.path().join("disk/site");
    fs::create_dir_all(&real).unwrap();
    let out = root.path().join("public");
    std::os::unix::fs::symlink("disk/site", &out).unwrap();
    publish(&out, QUICK, &FIRST);
    assert_eq!(text(&real.join("index.html")), "one");
    assert!(out.is_symlink());
    std::os::unix::fs::symlink("nowhere", root.path().join("dangling")).unwrap();
    assert!(matches!(
        Site::begin(&root.path().join("dangling"), stamp("1"), QUICK),
        Err(PublishError::BadOutput { .. })
    ));
    assert!(matches!(
        Site::begin(Path::new("/"), stamp("1"), QUICK),
        Err(PublishError::BadOutput { .. })
    ));
}

#[test]
fn the_manifest_does_not_depend_on_order_or_threads() {
    let files: Vec<(String, String)> =
        (0..300).map(|i| (format!("d{}/{i}.html", i % 7), format!("page {i}"))).collect();
    let mut manifests = Vec::new();
    for reversed in [false, true] {
        let root = TempDir::new().unwrap();
        let out = root.path().join("public");
        let site = Site::begin(&out, stamp("1"), QUICK).unwrap();
        let write = |(path, text): &(String, String)| site.write(path, text.as_bytes()).unwrap();
        if reversed {
            files.iter().rev().for_each(write);
        } else {
            files.par_iter().for_each(write);
        }
        site.commit().unwrap();
        manifests.push(text(&out.join(manifest::NAME)));
    }
    assert_eq!(manifests[0], manifests[1]);
    assert_eq!(manifests[0].lines().count(), 300 + 9);
}

#[test]
fn a_full_disk_is_told_apart() {
    let path = Path::new("/dev/full");
    if !path.exists() {
        return;
    }
    let error = File::options().write(true).open(path).unwrap().write_all(b"x").unwrap_err();
    let error = PublishError::io(path, Doing::Write, error);
    assert!(matches!(error, PublishError::DiskFull { .. }), "{error:?}");
}

#[test]
fn smaller_copies_lie_beside_text_files_when_asked_for() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("public");
    let long = "текст ".repeat(500);
    let files = [("a/b.html", long.as_str()), ("c.png", long.as_str()), (".nojekyll", "")];
    publish(&out, Options { precompress: true, ..QUICK }, &files);
    assert_eq!(names_in(&out.join("a")), ["b.html", "b.html.br", "b.html.gz"]);
    assert_eq!(names_in(&out), [".nojekyll", "a", "c.png", manifest::NAME]);
    // The same again: what lies there is known as ours, a file with a dot at its start too.
    let again = publish(&out, Options { precompress: true, ..QUICK }, &files);
    assert_eq!(again.kept, again.files);
}
