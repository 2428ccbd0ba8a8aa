//! Settings that cannot be used: each is refused before anything is served, by its name, and no secret is repeated. // ASVS 13.3.1

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    process::{Output, Stdio},
};

use porch_testkit::pds::{KEY_OF_NOBODY, SHORT_KEY_OF_NOBODY};

use crate::bench::Bench;

/// What stands in each file with a secret, and in addresses that hold a password.
const SECRET: &str = "tulip-harbour-9931";

/// A key of GOV.UK Notify that is none of anybody's.
const NOTIFY_KEY: &str = "invented-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";

/// The place of the provider that is right but for one line.
const TRUST: &str = "identity_provider \"trust\"";

fn bench() -> Bench {
    let bench = Bench::new();
    for (name, content, mode) in [
        ("key.pem", KEY_OF_NOBODY, 0o600),
        ("short.pem", SHORT_KEY_OF_NOBODY, 0o600),
        ("secret", SECRET, 0o600),
        ("notify-key", NOTIFY_KEY, 0o600),
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
        (with("key_file", "key_file = \"short.pem\""), &[TRUST, "key_file: short.pem", "too short", "3072 bits"]),
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

/// Carriers that are right, each in its table.
fn carriers(of: &str) -> String {
    match of {
        "smtp" => {
            "[messages.smtp]\nhost = \"mail.example\"\nhello = \"porch.example\"\nfrom = \"no-reply@a.example\"\n"
        }
        "govuk_notify" => {
            "[messages.govuk_notify]\nemail_template = \"9d751e0e-f929-4891-82a1-a3e1c3c18ee3\"\ntext_template = \
             \"9d751e0e-f929-4891-82a1-a3e1c3c18ee3\"\napi_key_file = \"notify-key\"\n"
        }
        _ => {
            "[messages.nhs_notify]\ntoken_address = \"https://a.example/token\"\napi_key_file = \"secret\"\nkey_file = \
             \"key.pem\"\nkey_id = \"k\"\nemail_plan = \"9d751e0e-f929-4891-82a1-a3e1c3c18ee3\"\ntext_plan = \
             \"9d751e0e-f929-4891-82a1-a3e1c3c18ee3\"\n"
        }
    }
    .to_owned()
}

/// A carrier's table with one key other (gone where `value` is empty), and its route chosen.
fn carried(route: &str, of: &str, key: &str, value: &str) -> String {
    let lines = carriers(of);
    let mut lines: Vec<String> =
        lines.lines().filter(|line| !line.starts_with(&format!("{key} ="))).map(str::to_owned).collect();
    if !value.is_empty() {
        lines.push(format!("{key} = {value}"));
    }
    let chosen = of.replace('_', "-");
    format!("[messages]\n{route} = \"{chosen}\"\n{}", lines.join("\n"))
}

#[test]
fn what_is_wrong_with_who_carries_messages_is_told_by_its_name() {
    let chosen = |line: &str| format!("[messages]\n{line}");
    let cases: Vec<(String, &[&str])> = vec![
        (chosen("email = \"pigeon\""), &["messages.email: \"pigeon\"", "smtp", "nhs-notify"]),
        (chosen("text = \"smtp\""), &["messages.text: \"smtp\"", "govuk-notify", "file"]),
        (chosen("text = 7"), &["porch.toml line 2, text: ", "7", "the name of a carrier"]),
        (chosen("text = [7]"), &["porch.toml line 2, text: ", "7"]),
        (chosen("text = []"), &["messages.text: ", "nobody"]),
        (chosen("text = [\"nhs-notify\", \"nhs-notify\"]"), &["messages.text: \"nhs-notify\"", "twice"]),
        (
            chosen("text = [\"govuk-notify\", \"nhs-notify\"]"),
            &["messages.text: ", "nothing is left to \"nhs-notify\""],
        ),
        (chosen("letter = \"smtp\""), &["porch.toml line 2", "letter", "email"]),
        (chosen("email = \"smtp\""), &["messages.smtp: "]),
        // H06: whoever holds her telephone sees who it is from.
        (
            carried("email", "smtp", "from_name", "\"Perinatal Team\""),
            &["messages.smtp.from_name: \"Perinatal Team\"", "by \"perinatal\"", "Appointments"],
        ),
        (carried("email", "smtp", "from", "\"midwives@a.example\""), &["messages.smtp.from: \"midwives\"", "midwi"]),
        (chosen("email = \"govuk-notify\""), &["messages.govuk_notify: "]),
        (chosen("text = \"nhs-notify\""), &["messages.nhs_notify: "]),
        (chosen("email = \"file\""), &["messages.file: ", "folder"]),
        (chosen("email = \"file\"\n[messages.file]\nfolder = \"secret/in\""), &["messages.file.folder: secret/in"]),
        (chosen("email = \"file\"\n[messages.file]\nfolder = 7"), &["porch.toml line 4, folder: ", "7"]),
        (chosen("email = \"file\"\n[messages.file]"), &["porch.toml line 3: ", "folder", "in this table"]),
    ];
    each_is_refused(&cases);
}

#[test]
fn what_is_wrong_with_a_mail_server_is_told_by_its_name_and_nothing_secret_is_printed() {
    let with = |key: &str, value: &str| carried("email", "smtp", key, value);
    let user = |password: &str| format!("{}user = \"porch\"\n{password}", with("port", "25\n"));
    let cases: Vec<(String, &[&str])> = vec![
        (with("host", ""), &["porch.toml line 3: ", "host", "in this table"]),
        (with("host", "\"\""), &["messages.smtp: host: \"\""]),
        (with("host", "\"mail example\""), &["messages.smtp: host: \"mail example\""]),
        (with("hello", "\"po rch\""), &["messages.smtp: hello: \"po rch\""]),
        (with("from", "\"nobody\""), &["messages.smtp: from: \"nobody\""]),
        (with("from_name", "\"two\\nlines\""), &["messages.smtp: from_name: "]),
        (with("port", "0"), &["messages.smtp: port: 0"]),
        (with("port", "70000"), &["porch.toml line 7, port: ", "70000"]),
        (with("security", "\"ssl\""), &["porch.toml line 7, security: ", "ssl", "starttls"]),
        (with("security", "\"plain\""), &["messages.smtp: security: plain", "starttls"]),
        (with("roots_file", "\"secret\""), &["messages.smtp: roots_file: secret: ", "PEM"]),
        (with("roots_file", "\"nowhere\""), &["messages.smtp: roots_file: nowhere"]),
        (with("password_file", "\"secret\""), &["messages.smtp.user: "]),
        (with("password", &format!("\"{SECRET}\"")), &["porch.toml line 7", "password", "password_file"]),
        (user(""), &["messages.smtp.password_file: ", "porch", "PORCH_SMTP_PASSWORD"]),
        (user("password_file = \"open\""), &["messages.smtp.password_file: open: ", "chmod o="]),
        (user("password_file = \"nowhere\""), &["messages.smtp.password_file: nowhere: "]),
        (user("password_file = \"blank\""), &["messages.smtp.password_file: blank: it is blank"]),
        (user("password_file = \"empty\""), &["messages.smtp.password_file: empty: "]),
    ];
    each_is_refused(&cases);
}

#[test]
fn what_is_wrong_with_the_notify_services_is_told_by_its_name_and_nothing_secret_is_printed() {
    let govuk = |key: &str, value: &str| carried("text", "govuk_notify", key, value);
    let nhs = |key: &str, value: &str| carried("text", "nhs_notify", key, value);
    let password = format!("\"http://porch:{SECRET}@a.example\"");
    let cases: Vec<(String, &[&str])> = vec![
        (govuk("address", "\"http://a.example\""), &["messages.govuk_notify.address: "]),
        (govuk("address", &password), &["messages.govuk_notify.address: "]),
        (govuk("text_template", ""), &["messages.govuk_notify.text_template: "]),
        (govuk("text_template", "\"letter\""), &["porch.toml line 6, text_template: ", "expected"]),
        (govuk("api_key_file", ""), &["messages.govuk_notify.api_key_file: ", "PORCH_GOVUK_NOTIFY_KEY"]),
        (govuk("api_key_file", "\"secret\""), &["messages.govuk_notify.api_key_file: ", "service id"]),
        (govuk("api_key_file", "\"open\""), &["messages.govuk_notify.api_key_file: open: ", "chmod o="]),
        (govuk("roots_file", "\"secret\""), &["messages.govuk_notify.roots_file or proxy: secret"]),
        (govuk("proxy", "\"ftp://a b\""), &["messages.govuk_notify.roots_file or proxy: "]),
        (govuk("callback_token_file", "\"blank\""), &["messages.govuk_notify.callback_token_file: blank"]),
        (govuk("callback_token_file", "\"open\""), &["messages.govuk_notify.callback_token_file: open", "chmod o="]),
        (nhs("address", "\"http://a.example\""), &["messages.nhs_notify.address: "]),
        (nhs("token_address", &password), &["messages.nhs_notify.token_address: "]),
        (nhs("token_address", ""), &["messages.nhs_notify.token_address: "]),
        (nhs("text_plan", ""), &["messages.nhs_notify.text_plan: ", "routing plan"]),
        (nhs("text_plan", "7"), &["porch.toml line 9, text_plan: ", "7"]),
        (nhs("organisation", "\"our trust\""), &["messages.nhs_notify.organisation: \"our trust\""]),
        (nhs("api_key_file", ""), &["messages.nhs_notify.api_key_file: ", "PORCH_NHS_NOTIFY_API_KEY"]),
        (nhs("api_key_file", "\"blank\""), &["messages.nhs_notify.api_key_file: blank: it is blank"]),
        (nhs("key_file", ""), &["messages.nhs_notify.key_file: ", "PORCH_NHS_NOTIFY_PRIVATE_KEY"]),
        (nhs("key_file", "\"secret\""), &["messages.nhs_notify.key_file: ", "PEM"]),
        (nhs("key_file", "\"open\""), &["messages.nhs_notify.key_file: open: ", "chmod o="]),
        (nhs("key_id", "\" \""), &["messages.nhs_notify.key_id: "]),
        (nhs("roots_file", "\"nowhere\""), &["messages.nhs_notify.roots_file or proxy: nowhere"]),
        (nhs("contacts", "\"national-record\""), &["porch.toml line 10", "contacts", "email_plan"]),
        (nhs("application_id", "\"a\""), &["messages.nhs_notify.callback_key_file: "]),
        (nhs("callback_key_file", "\"secret\""), &["messages.nhs_notify.application_id: "]),
    ];
    each_is_refused(&cases);
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

// ASVS 12.2.2
#[test]
fn a_certificate_that_no_browser_would_believe_starts_no_server_that_others_reach() {
    let bench = bench();
    for (name, content) in [
        ("own.pem", include_str!("../tls/certificate_of_nobody.pem")),
        ("issued.pem", include_str!("../tls/certificate_for_long.pem")),
        ("authority.pem", include_str!("../tls/authority_of_nobody.pem")),
        ("fits.pem", include_str!("../tls/key_of_nobody.pem")),
    ] {
        bench.write(name, content);
        std::fs::set_permissions(bench.path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let of = |certificate: &str, more: &str| {
        format!("listen = \"0.0.0.0:0\"\ntls_certificate_file = \"{certificate}\"\ntls_key_file = \"fits.pem\"\n{more}")
    };
    let authority = "tls_authority_file = \"authority.pem\"\n";
    let elsewhere = format!("{authority}public_address = \"https://elsewhere.example\"\n");
    for (settings, said) in [
        (of("own.pem", ""), "tls_certificate_file: own.pem: no browser knows who issued it"),
        (of("issued.pem", ""), "tls_certificate_file: issued.pem: no browser knows who issued it"),
        (of("own.pem", authority), "it is not of the authority in authority.pem"),
        (of("issued.pem", &elsewhere), "it is not for elsewhere.example"),
        (of("issued.pem", "tls_authority_file = \"blank\"\n"), "tls_authority_file: blank: it holds no certificate"),
    ] {
        let refused = served(&bench, &settings);
        let errors = String::from_utf8(refused.stderr).unwrap();
        assert!(errors.contains(said) && errors.contains("expected"), "{settings}\n{errors}");
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{settings}");
    }
    let here = format!("{authority}public_address = \"https://porch.example\"\n");
    let started = String::from_utf8(served(&bench, &of("issued.pem", &here)).stdout).unwrap();
    assert!(started.contains(" on https://0.0.0.0:"), "{started}");
}

#[test]
fn what_is_wrong_with_the_scanner_of_files_is_told_by_its_name() {
    let of = |lines: &str| format!("[file_scanner]\n{lines}");
    let address = "address = \"tls://scanner.example\"";
    each_is_refused(&[
        (of(""), &["porch.toml line 1", "address"]),
        (of("address = \"tcp://scanner.example:3310\""), &["file_scanner.address", "tls://"]),
        (of(&format!("address = \"tls://porch:{SECRET}@scanner.example\"")), &["file_scanner.address"]),
        (of(&format!("{address}\nroots_file = \"nowhere.pem\"")), &["file_scanner.roots_file: nowhere.pem"]),
        (of(&format!("{address}\nmost = 5")), &["porch.toml line 3, most", "roots_file"]),
    ]);
}

// N2
#[test]
fn what_is_wrong_with_a_record_system_is_told_by_its_name_and_nothing_of_its_key() {
    let of = |code: &str, file: &str| format!("[[record_system]]\ncode = \"{code}\"\nkey_file = \"{file}\"\n");
    each_is_refused(&[
        ("[[record_system]]\ncode = \"gp\"".to_owned(), &["porch.toml line 1", "key_file"]),
        (of("a b", "nowhere.key"), &["record_system.code", "\"a b\"", "hyphens"]),
        (of("gp", "nowhere.key"), &["nowhere.key"]),
        (format!("{}most = 5", of("gp", "nowhere.key")), &["porch.toml line 4, most", "key_file"]),
    ]);
}

#[test]
fn what_is_wrong_with_the_collector_of_logs_is_told_by_its_name() {
    let of = |lines: &str| format!("[log_collector]\n{lines}");
    let address = "address = \"tls://collector.example\"";
    each_is_refused(&[
        (of("most_waiting = 5"), &["porch.toml line 1", "address"]),
        (of("address = \"collector.example\""), &["log_collector.address", "tls://"]),
        (of("address = \"tcp://collector.example:601\""), &["log_collector.address", "tls://"]),
        (of(&format!("address = \"tls://porch:{SECRET}@collector.example\"")), &["log_collector.address"]),
        (of(&format!("{address}\nroots_file = \"nowhere.pem\"")), &["log_collector.roots_file: nowhere.pem"]),
        (of(&format!("{address}\nroots_file = \"blank\"")), &["log_collector.roots_file: blank", "no certificate"]),
        (of(&format!("{address}\nmost_waiting = 0")), &["log_collector.most_waiting: 0", "1 to"]),
        (of(&format!("{address}\nmost = 5")), &["porch.toml line 3, most", "most_waiting"]),
    ]);
}
