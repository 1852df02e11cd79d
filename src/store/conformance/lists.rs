//! Order, prefixes, pages.

use anyhow::Result;
use bytes::Bytes;

use super::{Rig, create, key, names, put};
use crate::store::{Entry, Expected};

pub(crate) async fn a_list_is_in_the_order_of_the_bytes(rig: Rig) -> Result<()> {
    let sorted = [
        "a/",
        "a/B",
        "a/a",
        "a/a b",
        "a/a/",
        "a/a/a",
        "a/aa",
        "a/z",
        "a/é",
        "a/\u{10ffff}",
    ];
    let some = sorted.get(1..).unwrap_or_default();
    for name in some.iter().rev() {
        create(&*rig.store, name).await?;
    }
    assert_eq!(names(&*rig.store, "a/", None, 100).await?, some);
    Ok(())
}

pub(crate) async fn a_list_ends_where_its_prefix_ends(rig: Rig) -> Result<()> {
    for name in ["a/x", "ab/x", "ab/y", "ab/y1", "abc/x", "b/x"] {
        create(&*rig.store, name).await?;
    }
    let store = &*rig.store;
    assert_eq!(
        names(store, "ab/", None, 100).await?,
        ["ab/x", "ab/y", "ab/y1"]
    );
    assert_eq!(names(store, "ab/y", None, 100).await?, ["ab/y", "ab/y1"]);
    assert_eq!(names(store, "ab/y1", None, 100).await?, ["ab/y1"]);
    assert!(names(store, "ab/y2", None, 100).await?.is_empty());
    assert!(names(store, "c", None, 100).await?.is_empty());
    Ok(())
}

pub(crate) async fn an_empty_prefix_lists_everything(rig: Rig) -> Result<()> {
    assert!(names(&*rig.store, "", None, 100).await?.is_empty());
    for name in ["b/x", "a/x"] {
        create(&*rig.store, name).await?;
    }
    assert_eq!(names(&*rig.store, "", None, 100).await?, ["a/x", "b/x"]);
    Ok(())
}

pub(crate) async fn pages_join_to_the_whole_list(rig: Rig) -> Result<()> {
    let all: Vec<String> = (100..125).map(|n| format!("a/{n}")).collect();
    for name in &all {
        create(&*rig.store, name).await?;
    }
    create(&*rig.store, "b/x").await?;
    for limit in [1, 2, 5, 24, 25, 26] {
        let mut joined: Vec<String> = Vec::new();
        loop {
            let after = joined.last().map(String::as_str);
            let page = names(&*rig.store, "a/", after, limit).await?;
            assert!(page.len() <= limit);
            if page.is_empty() {
                break;
            }
            joined.extend(page);
        }
        assert_eq!(joined, all, "in pages of {limit}");
    }
    Ok(())
}

pub(crate) async fn a_page_can_begin_after_any_key(rig: Rig) -> Result<()> {
    for name in ["b/1", "b/3"] {
        create(&*rig.store, name).await?;
    }
    let store = &*rig.store;
    let before_the_prefix = names(store, "b/", Some("a/9"), 100).await?;
    assert_eq!(before_the_prefix, ["b/1", "b/3"]);
    let absent = names(store, "b/", Some("b/2"), 100).await?;
    assert_eq!(absent, ["b/3"]);
    let the_last = names(store, "b/", Some("b/3"), 100).await?;
    assert!(the_last.is_empty());
    let beyond_the_prefix = names(store, "b/", Some("c/0"), 100).await?;
    assert!(beyond_the_prefix.is_empty());
    Ok(())
}

pub(crate) async fn a_limit_of_zero_gives_nothing(rig: Rig) -> Result<()> {
    create(&*rig.store, "a/b").await?;
    assert!(names(&*rig.store, "a/", None, 0).await?.is_empty());
    Ok(())
}

pub(crate) async fn a_list_gives_values_and_versions(rig: Rig) -> Result<()> {
    let version = put(&*rig.store, "a/b", Expected::Absent, "value").await?;
    let value = Bytes::from("value");
    let listed = rig.store.list("a/", None, 100).await?;
    assert_eq!(listed, [(key("a/b")?, Entry { value, version })]);
    Ok(())
}
