//! How PostgreSQL is installed on this system.

use std::fs;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Debian,
    Fedora,
    Suse,
    Arch,
    Alpine,
    MacOs,
    Other,
}

/// The command that installs any PostgreSQL.
pub(super) fn install() -> &'static str {
    match here() {
        System::Debian => "sudo apt-get install postgresql",
        System::Fedora => "sudo dnf install postgresql-server postgresql-contrib",
        System::Suse => "sudo zypper install postgresql-server postgresql-contrib",
        System::Arch => "sudo pacman -S postgresql",
        System::Alpine => "sudo apk add postgresql postgresql-contrib",
        System::MacOs => "brew install postgresql@17",
        System::Other => "with the package manager of your system (server and contrib)",
    }
}

/// The command that installs one major version.
pub(super) fn install_major(major: u32) -> String {
    major_command(here(), major)
}

fn major_command(system: System, major: u32) -> String {
    match system {
        System::Debian => {
            format!(
                "sudo apt-get install postgresql-{major}, where apt.postgresql.org has those your system has not"
            )
        }
        System::Alpine => format!("sudo apk add postgresql{major} postgresql{major}-contrib"),
        System::Suse => {
            format!("sudo zypper install postgresql{major}-server postgresql{major}-contrib")
        }
        System::MacOs => format!("brew install postgresql@{major}"),
        System::Fedora | System::Arch | System::Other => {
            "see https://www.postgresql.org/download/".to_owned()
        }
    }
}

fn here() -> System {
    if cfg!(target_os = "macos") {
        return System::MacOs;
    }
    let text = fs::read_to_string("/etc/os-release")
        .or_else(|_| fs::read_to_string("/usr/lib/os-release"))
        .unwrap_or_default();
    system(&text)
}

/// By `ID`, else by the first of `ID_LIKE` that is known.
fn system(os_release: &str) -> System {
    let value = |key: &str| {
        os_release
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map(|it| it.trim_matches(['"', '\'']).to_owned())
            .unwrap_or_default()
    };
    let names = format!("{} {}", value("ID"), value("ID_LIKE"));
    names
        .split_whitespace()
        .find_map(|name| match name {
            "debian" | "ubuntu" => Some(System::Debian),
            "fedora" | "rhel" | "centos" => Some(System::Fedora),
            "suse" | "opensuse" | "opensuse-leap" | "opensuse-tumbleweed" => Some(System::Suse),
            "arch" => Some(System::Arch),
            "alpine" => Some(System::Alpine),
            _ => None,
        })
        .unwrap_or(System::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_its_own_name() {
        assert_eq!(
            system("NAME=\"Debian GNU/Linux\"\nID=debian\n"),
            System::Debian
        );
        assert_eq!(system("ID=alpine\nVERSION_ID=3.22"), System::Alpine);
        assert_eq!(system("ID='arch'\n"), System::Arch);
    }

    #[test]
    fn a_relative_is_known_by_its_family() {
        assert_eq!(
            system("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            System::Debian
        );
        assert_eq!(
            system("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"),
            System::Fedora
        );
        assert_eq!(system("ID=manjaro\nID_LIKE=arch"), System::Arch);
    }

    #[test]
    fn an_unknown_system_gets_general_advice() {
        assert_eq!(system(""), System::Other);
        assert_eq!(system("ID=nixos"), System::Other);
        assert!(major_command(System::Other, 17).contains("postgresql.org"));
    }
}
