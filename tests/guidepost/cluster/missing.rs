//! Programs that are missing or of another major version.

use super::*;

#[tokio::test]
async fn the_major_that_made_the_cluster_is_named_when_it_is_missing() {
    let folder = open_folder();
    fs::create_dir(folder.path().join("pg")).unwrap();
    fs::write(folder.path().join("pg/PG_VERSION"), "11\n").unwrap();
    let error = failure(&options(folder.path())).await;
    assert!(
        matches!(&error, ClusterError::OtherMajor { major: 11, installed, .. } if !installed.is_empty()),
        "{error}"
    );
}

#[tokio::test]
async fn a_folder_without_programs_is_named() {
    let folder = open_folder();
    let mut options = options(folder.path().join("data"));
    options.pg_bin = Some(folder.path().to_owned());
    let error = failure(&options).await;
    assert!(matches!(&error, ClusterError::NotThere { .. }), "{error}");
}

#[tokio::test]
async fn a_system_without_c_utf8_gets_c() {
    let folder = open_folder();
    let root = folder.path().join("data");
    works(&options(&root)).await;
    let line = fs::read_to_string(root.join("pg/postmaster.opts")).unwrap();
    let real = Path::new(line.split_once(' ').unwrap().0).parent().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *C.UTF-8*) echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1;; esac\nexec '{}' \"$@\"\n",
        real.join("initdb").display()
    );
    fs::write(bin.join("initdb"), script).unwrap();
    fs::set_permissions(bin.join("initdb"), fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(real.join("postgres"), bin.join("postgres")).unwrap();
    let mut options = options(folder.path().join("other"));
    options.pg_bin = Some(bin);
    let cluster = start(&options).await;
    assert_eq!(ask(&cluster.url(), "show server_encoding").await, "UTF8");
    let collation = "select datcollate::text from pg_database where datname = 'guidepost'";
    assert_eq!(ask(&cluster.url(), collation).await, "C");
    cluster.stop().await.unwrap();
}
