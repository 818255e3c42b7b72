//! The server audit of the npm package graphql-http.

use std::{path::Path, process::Command};

use crate::{client::Hub, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_endpoint_passes_the_audit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/graphql-audit");
    if Command::new("node").arg("--version").output().is_err() {
        println!("audit skipped: it needs Node");
        return;
    }
    if !folder.join("node_modules").exists() {
        let installed = Command::new("npm").args(["ci", "--silent"]).current_dir(&folder).status().unwrap();
        assert!(installed.success(), "npm ci failed in {}", folder.display());
    }
    let hub = Hub::new().await;
    let server = server::start(hub.router.clone()).await;
    let url = format!("http://{}/graphql", server.address);
    let audit = tokio::task::spawn_blocking(move || {
        Command::new("node").arg(folder.join("audit.mjs")).arg(url).output().unwrap()
    });
    let audit = audit.await.unwrap();
    let said = String::from_utf8(audit.stdout).unwrap();
    assert!(audit.status.success(), "{said}");
    assert_eq!(said.lines().last(), Some("61 passed, 0 failed"), "{said}");
    server.stop().await;
}
