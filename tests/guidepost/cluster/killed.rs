//! Servers and databases that were killed, and two that meet.

use super::*;

#[tokio::test]
async fn a_killed_server_takes_postgresql_with_it_and_the_next_one_starts() {
    // As another user, and in a namespace where there are any.
    let second = if has_user_namespaces() {
        closed_folder()
    } else {
        open_folder()
    };
    for (folder, patience) in [(open_folder(), 0), (second, 10)] {
        let mut server = Server::in_folder(folder.path());
        server.url();
        let pid = postmaster(folder.path()).unwrap();
        server.kill();
        if patience > 0 {
            assert!(is_gone_within(&pid, Duration::from_secs(patience)));
        }
        // The other time at once, while the old one may still be going.
        works(&options(folder.path())).await;
        assert!(is_gone_within(&pid, Duration::ZERO));
    }
}

#[tokio::test]
async fn a_second_server_is_told_who_has_the_folder_and_a_command_goes_beside_it() {
    let folder = open_folder();
    let mut server = Server::in_folder(folder.path());
    let options = options(folder.path());
    // While the server is still making its cluster, the command waits; it may also have been quicker.
    let url = server.url();
    let begun = Instant::now();
    let error = failure(&options).await;
    assert!(begun.elapsed() < Duration::from_secs(1));
    let pid = server.0.id();
    assert!(
        matches!(&error, ClusterError::InUse { pid: Some(it), .. } if *it == pid),
        "{error}"
    );
    let access = reach(&options).await.unwrap();
    assert!(matches!(&access, Access::Beside(it) if *it == url));
    access.close().await.unwrap();
    assert_eq!(ask(&url, "select 'still there'").await, "still there");
    server.kill();

    let access = reach(&options).await.unwrap();
    assert!(matches!(access, Access::Started(_)));
    access.close().await.unwrap();
}

#[tokio::test]
async fn a_command_waits_for_a_server_that_is_still_making_its_cluster() {
    let folder = open_folder();
    let mut server = Server::in_folder(folder.path());
    while !folder.path().join("guidepost.lock").exists() || in_folder_of(folder.path(), "pg") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let access = reach(&options(folder.path())).await.unwrap();
    assert!(matches!(&access, Access::Beside(_)));
    assert_eq!(access.url(), server.url());
    server.kill();
}

#[tokio::test]
async fn a_server_killed_while_making_its_cluster_leaves_nothing_broken() {
    let folder = open_folder();
    for delay in [0, 300] {
        let server = Server::in_folder(folder.path());
        let begun = Instant::now();
        while in_folder_of(folder.path(), "pg.new.") == 0 && begun.elapsed().as_secs() < 5 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(delay)).await;
        server.kill();
    }
    works(&options(folder.path())).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    works(&options(folder.path())).await;
    assert_eq!(in_folder_of(folder.path(), "pg.new."), 0);
}

/// A PostgreSQL that no longer has a server, as on a system without a leash.
fn orphan(root: &Path) -> Child {
    let owner = fs::metadata(root.join("pg")).unwrap();
    let line = fs::read_to_string(root.join("pg/postmaster.opts")).unwrap();
    let program = line.split_once(' ').unwrap().0;
    Command::new(program)
        .arg("-D")
        .arg(root.join("pg"))
        .arg("-k")
        .arg(root.join("run"))
        .args(["-c", "listen_addresses="])
        .uid(owner.uid())
        .gid(owner.gid())
        .current_dir("/")
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_postgresql_left_running_is_stopped_and_a_stale_pid_file_is_no_obstacle() {
    let folder = open_folder();
    let root = folder.path().canonicalize().unwrap();
    let options = options(&root);
    works(&options).await;

    let mut left = orphan(&root);
    let socket = root.join("run/.s.PGSQL.5432");
    while !socket.exists() {
        assert!(left.try_wait().unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let reaper = std::thread::spawn(move || left.wait().unwrap());
    works(&options).await;
    assert!(reaper.join().unwrap().success(), "it was stopped cleanly");

    // Another process of the same user has the number now.
    let owner = fs::metadata(root.join("pg")).unwrap().uid();
    let mut other = Command::new("sleep").arg("60").uid(owner).spawn().unwrap();
    let stale = root.join("pg/postmaster.pid");
    fs::write(
        &stale,
        format!("{}\n{}\n", other.id(), root.join("pg").display()),
    )
    .unwrap();
    works(&options).await;
    assert!(other.try_wait().unwrap().is_none(), "it was left alone");
    other.kill().unwrap();
    other.wait().unwrap();

    fs::write(&stale, "").unwrap();
    works(&options).await;
}

#[tokio::test]
async fn a_crashed_postgresql_recovers() {
    let folder = open_folder();
    let options = options(folder.path());
    let cluster = start(&options).await;
    let pid = postmaster(folder.path()).unwrap();
    Command::new("kill").args(["-9", &pid]).status().unwrap();
    let told = cluster.ended().await;
    assert!(matches!(told, ClusterError::Failed { .. }), "{told}");
    drop(cluster);
    works(&options).await;
}
