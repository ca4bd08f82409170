//! Folders that are deep, oddly named or closed to others.

use super::*;

#[tokio::test]
async fn a_cluster_starts_stops_and_keeps_what_was_written() {
    let folder = open_folder();
    let root = folder.path().join("deep/down/data");
    let mut options = options(&root);
    options.durability = Durability::Full;
    let cluster = start(&options).await;
    let postgres = cluster.url_of("postgres");
    for (setting, value) in [
        ("fsync", "on"),
        ("max_connections", "100"),
        ("shared_buffers", "128MB"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
    ] {
        assert_eq!(ask(&postgres, &format!("show {setting}")).await, value);
    }
    let (client, connection) = tokio_postgres::connect(&cluster.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute("create table notes as select 'kept' as note")
        .await
        .unwrap();
    let pid = postmaster(&root).unwrap();
    // With an open connection, too.
    cluster.stop().await.unwrap();
    assert!(is_gone_within(&pid, Duration::ZERO));

    let cluster = start(&options).await;
    assert_eq!(ask(&cluster.url(), "select note from notes").await, "kept");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn only_root_can_reach_the_folder_and_it_works() {
    if !is_root() || !has_user_namespaces() {
        skipped("needs root and user namespaces");
        return;
    }
    let folder = closed_folder();
    let options = options(folder.path());
    works(&options).await;
    assert_eq!(fs::metadata(folder.path().join("pg")).unwrap().uid(), 0);
    works(&options).await;
}

#[tokio::test]
async fn a_path_with_a_space_quotes_and_a_comma_works() {
    let folder = open_folder();
    works(&options(folder.path().join("it's \"a\", b"))).await;
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_works_and_the_socket_stays_private() {
    let folder = open_folder();
    let root = folder.path().join("long".repeat(30));
    let cluster = start(&options(&root)).await;
    assert!(!root.join("run").exists());
    let url = cluster.url().replace("%2F", "/");
    let address = url.trim_start_matches("postgres://guidepost@");
    let socket = address.trim_end_matches("/guidepost").to_owned();
    assert!(socket.starts_with("/tmp/guidepost-"), "{socket}");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    cluster.stop().await.unwrap();
    assert!(!Path::new(&socket).exists());
}

#[tokio::test]
async fn an_ordinary_user_can_start_it() {
    if !is_root() {
        // Then all the other tests show it.
        skipped("needs root to become another user");
        return;
    }
    let folder = open_folder();
    let root = folder.path().join("data");
    fs::create_dir(&root).unwrap();
    std::os::unix::fs::chown(&root, Some(65534), Some(65534)).unwrap();
    let mut command = Server::command();
    command.uid(65534).gid(65534).current_dir("/");
    let reachable = Command::new(std::env::current_exe().unwrap())
        .arg("--list")
        .stdout(Stdio::null())
        .uid(65534)
        .gid(65534)
        .current_dir("/")
        .status()
        .is_ok_and(|it| it.success());
    if !reachable {
        skipped("user nobody cannot reach the test program");
        return;
    }
    let mut server = Server::spawned(command, &root);
    server.url();
    assert_eq!(fs::metadata(root.join("pg")).unwrap().uid(), 65534);
    let pid = postmaster(&root).unwrap();
    server.kill();
    assert!(is_gone_within(&pid, Duration::from_secs(10)));
    // And root may use it afterwards without taking it away from its owner.
    works(&options(&root)).await;
    assert_eq!(
        fs::metadata(root.join("pg/PG_VERSION")).unwrap().uid(),
        65534
    );
    assert_eq!(fs::metadata(root.join("run")).unwrap().uid(), 65534);
}

#[tokio::test]
async fn the_log_tells_of_a_broken_rule_and_not_what_broke_it() {
    let folder = open_folder();
    let cluster = start(&options(folder.path())).await;
    let (client, connection) = tokio_postgres::connect(&cluster.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let table = "create table addresses (address text primary key)";
    client.batch_execute(table).await.unwrap();
    let insert = "insert into addresses values ($1)";
    let address = "ada@example.org";
    assert!(client.execute(insert, &[&address]).await.is_ok());
    assert!(client.execute(insert, &[&address]).await.is_err());
    cluster.stop().await.unwrap();
    let log = fs::read_to_string(folder.path().join("postgres.log")).unwrap();
    assert!(log.contains("addresses_pkey"), "{log}");
    assert!(!log.contains(address), "{log}");
}
