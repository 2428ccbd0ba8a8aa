//! Settings that cannot be used: each is refused before anything is served, by its name, and no secret is repeated. // ASVS 13.3.1

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    process::{Output, Stdio},
};

use porch_testkit::pds::KEY_OF_NOBODY;

use crate::bench::Bench;

/// What stands in each file with a secret, and in addresses that hold a password.
const SECRET: &str = "tulip-harbour-9931";

/// The place of the provider that is right but for one line.
const TRUST: &str = "identity_provider \"trust\"";

fn bench() -> Bench {
    let bench = Bench::new();
    for (name, content, mode) in [
        ("key.pem", KEY_OF_NOBODY, 0o600),
        ("secret", SECRET, 0o600),
        ("open", SECRET, 0o644),
        ("blank", "  \n", 0o600),
        ("empty", "", 0o600),
    ] {
        bench.write(name, content);
        std::fs::set_permissions(bench.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }
    bench
}

/// Starts the server with settings. One that is not refused is ended, and fails the test by its status.
fn served(bench: &Bench, settings: &str) -> Output {
    bench.write("porch.toml", settings);
    let listen = if settings.starts_with("listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
    let mut command = bench.command(&[&["serve", "--config", "porch.toml"], listen].concat());
    // Only what the settings are refused with.
    let command = command.env("PORCH_LOG", "off");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A server that starts says where; one that is refused ends without a line.
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if !line.is_empty() {
        child.kill().unwrap();
    }
    Output { stdout: line.into_bytes(), ..child.wait_with_output().unwrap() }
}

fn each_is_refused(cases: &[(String, &[&str])]) {
    let bench = bench();
    let mut wrong = Vec::new();
    for (settings, said) in cases {
        let output = served(&bench, settings);
        let errors = String::from_utf8(output.stderr).unwrap();
        let line = KEY_OF_NOBODY.lines().nth(1).unwrap();
        let quiet = ![SECRET, "PRIVATE KEY", line].iter().any(|secret| errors.contains(secret));
        let helps = errors.contains("expected") || errors.contains("No such file");
        let named = errors.starts_with("error: ") && said.iter().all(|said| errors.contains(said));
        if output.status.code() != Some(2) || !output.stdout.is_empty() || !quiet || !helps || !named {
            let (status, stdout) = (output.status, String::from_utf8_lossy(&output.stdout));
            wrong.push(format!("{settings}\n{said:?}: {status}: {errors}{stdout}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A provider that is right, with one line other (none where `line` is empty), and lines after it.
fn provider(name: &str, line: &str, more: &str) -> String {
    let mut lines = vec!["public_address = \"https://porch.example\"".to_owned(), "[[identity_provider]]".to_owned()];
    for (known, value) in [
        ("code", "\"trust\""),
        ("title", "\"Example Trust\""),
        ("kind", "\"organisation\""),
        ("organisation", "\"KMPT\""),
        ("issuer", "\"https://login.example\""),
        ("client_id", "\"porch\""),
        ("key_file", "\"key.pem\""),
    ] {
        if known == name {
            lines.push(line.to_owned());
        } else {
            lines.push(format!("{known} = {value}"));
        }
    }
    lines.push(more.to_owned());
    lines.join("\n")
}

#[test]
fn what_is_wrong_with_a_provider_is_told_by_its_name_and_nothing_secret_is_printed() {
    let with = |name: &str, line: &str| provider(name, line, "");
    let and = |more: &str| provider("", "", more);
    let cis2 = |more: &str| provider("organisation", "", more).replace("\"organisation\"", "\"cis2\"");
    let roles = "[identity_provider.roles]\n\"S8000:G8000:R8001\" = [\"clinician\"]";
    let cases: Vec<(String, &[&str])> = vec![
        (
            with("", "").replace("public_address = \"https://porch.example\"", ""),
            &["identity_provider", "public_address"],
        ),
        (with("code", ""), &["porch.toml line 2", "code"]),
        (with("code", "code = \"\""), &["identity_provider \"\"", "the code"]),
        (with("code", "code = \"Trust\""), &["identity_provider \"Trust\"", "the code"]),
        (with("code", &format!("code = \"{}\"", "a".repeat(21))), &["the code"]),
        (with("title", "title = \" \""), &[TRUST, "title: "]),
        (with("kind", "kind = \"saml\""), &["porch.toml line 5", "saml", "cis2"]),
        (with("organisation", ""), &[TRUST, "organisation: ", "KMPT"]),
        (with("organisation", "organisation = \"NOBODY\""), &[TRUST, "organisation: ", "KMPT"]),
        (with("issuer", "issuer = \"http://login.example\""), &[TRUST, "issuer: ", "https://"]),
        (with("issuer", "issuer = \"login.example\""), &[TRUST, "issuer: "]),
        (with("issuer", "issuer = \"https://login.example/?tenant=1\""), &[TRUST, "issuer: "]),
        (with("issuer", &format!("issuer = \"https://porch:{SECRET}@login.example\"")), &[TRUST, "issuer: "]),
        (with("client_id", "client_id = \"\""), &[TRUST, "client_id: "]),
        (with("key_file", ""), &[TRUST, "key_file, client_secret_file or PORCH_CLIENT_SECRET_TRUST"]),
        (with("key_file", "key_file = \"nowhere.pem\""), &[TRUST, "key_file: nowhere.pem"]),
        (with("key_file", "key_file = \"secret\""), &[TRUST, "key_file: secret", "PEM"]),
        (with("key_file", "key_file = \"open\""), &[TRUST, "key_file: open", "chmod o="]),
        (with("key_file", "key_file = \".\""), &[TRUST, "key_file: ."]),
        (with("key_file", "client_secret_file = \"open\""), &[TRUST, "client_secret_file: open", "chmod o="]),
        (with("key_file", "client_secret_file = \"blank\""), &[TRUST, "client_secret_file: blank"]),
        (with("key_file", "client_secret_file = \"empty\""), &[TRUST, "client_secret_file: empty"]),
        (and("client_secret_file = \"secret\""), &[TRUST, "key_file and client_secret_file"]),
        (and(&format!("client_secret = \"{SECRET}\"")), &["porch.toml line 10", "client_secret"]),
        (and("key_algorithm = \"ES256\""), &[TRUST, "key_file: key.pem", "way of signing"]),
        (and("key_algorithm = \"HS256\""), &["porch.toml line 10", "HS256", "RS256"]),
        (and("algorithms = [\"none\"]"), &["porch.toml line 10", "none", "RS256"]),
        (and("algorithms = []"), &[TRUST, "algorithms: "]),
        (and("scopes = [\"profile\"]"), &[TRUST, "scopes: ", "openid"]),
        (and(roles), &[TRUST, "roles: ", "cis2"]),
        (and("[outgoing]\nroots_file = \"secret\""), &["outgoing.roots_file or proxy", "secret: ", "PEM"]),
        (and("[outgoing]\nroots_file = \"nowhere\""), &["outgoing.roots_file or proxy", "nowhere"]),
        (and(&format!("[outgoing]\nproxy = \"ftp://porch:{SECRET}@ \"")), &["outgoing.roots_file or proxy", "proxy"]),
        (
            format!("{}\n{}", with("", ""), with("", "").replace("public_address = \"https://porch.example\"", "")),
            &[TRUST, "two of this code"],
        ),
        (cis2(""), &[TRUST, "roles: "]),
        (cis2(&format!("organisation = \"KMPT\"\n{roles}")), &[TRUST, "organisation: "]),
        (
            cis2("[identity_provider.roles]\n\"S8000:G8000:R8001\" = [\"queen\"]"),
            &[TRUST, "roles: S8000:G8000:R8001", "queen"],
        ),
        (cis2(&format!("least_authentication_assurance = 1\n{roles}")), &[TRUST, "least_authentication_assurance: "]),
    ];
    each_is_refused(&cases);
}

#[test]
fn what_is_wrong_with_the_national_record_is_told_by_its_name_and_nothing_secret_is_printed() {
    // The rest of the cases stand beside the setting (crates/porch/src/national_record.rs).
    let with = |lines: &str| format!("[national_record]\n{lines}");
    let let_in = "address = \"https://a.example/R4\"\ntoken_address = \"https://a.example/token\"\n";
    let both = format!("{let_in}api_key_file = \"secret\"\nprivate_key_file = \"key.pem\"\n");
    let at = |field: &str| format!("error: national_record.{field}: ");
    let (address, token, api, private, id) =
        (at("address"), at("token_address"), at("api_key_file"), at("private_key_file"), at("key_id"));
    let one = |text: String, said: &'static [&'static str]| (text, said);
    let cases = [
        one(with(""), &["porch.toml line 1", "address"]),
        one(with("address = 7"), &["porch.toml line 2", "expected a string"]),
        one(with(&format!("{let_in}api_key = \"{SECRET}\"")), &["porch.toml line 4", "api_key"]),
        one(with(&format!("address = \"http://porch:{SECRET}@a.example\"")), &["national_record.address: "]),
        one(with(&format!("{let_in}api_key_file = \"open\"")), &["open: ", "chmod o="]),
        one(with(&format!("{let_in}api_key_file = \"nowhere\"")), &["nowhere: "]),
        one(with(&format!("{both}key_id = \" \"")), &["national_record.key_id: "]),
        one(with(&format!("{both}key_id = \"k\"\npatience_seconds = 11")), &["national_record.patience_seconds: 11"]),
        one(with(&format!("{both}key_id = \"k\"\npatience_seconds = -1")), &["porch.toml line 7"]),
        one(
            with(&format!("{both}key_id = \"k\"\nroots_file = \"secret\"")),
            &["national_record.roots_file or proxy: secret"],
        ),
        one(
            with(&format!("{let_in}api_key_file = \"secret\"\nprivate_key_file = \"secret\"\nkey_id = \"k\"")),
            &["national_record.private_key_file: "],
        ),
    ];
    each_is_refused(&cases);
    for (lines, said) in [
        ("address = \"a.example\"".to_owned(), address),
        ("address = \"https://a.example\"".to_owned(), token),
        (let_in.to_owned(), api),
        (format!("{let_in}api_key_file = \"secret\""), private),
        (both, id),
    ] {
        each_is_refused(&[(with(&lines), &[said.as_str()])]);
    }
}

// ASVS 12.2.1
#[test]
fn a_certificate_and_its_key_come_together_and_a_key_that_everybody_reads_is_refused() {
    let certificate = include_str!("../tls/certificate_of_nobody.pem");
    let fits = include_str!("../tls/key_of_nobody.pem");
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str, mode: u32| {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        file.display().to_string()
    };
    let (certificate, read_by_all) = (file("certificate.pem", certificate, 0o644), file("fits.pem", fits, 0o644));
    let of =
        |certificate: &str, key: &str| format!("tls_certificate_file = \"{certificate}\"\ntls_key_file = \"{key}\"");
    each_is_refused(&[
        (format!("tls_certificate_file = \"{certificate}\""), &["error: tls_key_file: "]),
        ("tls_key_file = \"key.pem\"".to_owned(), &["error: tls_certificate_file: "]),
        (of("nowhere", "key.pem"), &["error: tls_certificate_file: nowhere"]),
        (of("secret", "key.pem"), &["error: tls_certificate_file: secret", "holds no certificate"]),
        (of(&certificate, "secret"), &["error: tls_key_file: secret", "PEM"]),
        (of(&certificate, "nowhere"), &["error: tls_key_file: nowhere"]),
        (of(&certificate, &read_by_all), &["error: tls_key_file: ", "chmod o="]),
        ("listen = \"0.0.0.0:0\"".to_owned(), &["error: --listen: 0.0.0.0:0: plain HTTP", "--trusted-proxy"]),
        (of(&certificate, "key.pem"), &["error: tls_key_file: key.pem", "does not fit"]),
    ]);
}
