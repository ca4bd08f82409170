# The frame of every page
site-name = Guidepost
brand = Guidepost
skip-to-content = Skip to content
nav-main = Main
nav-stories = Stories
nav-roles = Roles
footer-line = Where those who moved on from SRE leave word of the way.
footer-about = About
footer-api = API
footer-terms = Terms of use
footer-privacy = Privacy
footer-contact = Contact
crumbs = You are here
language-ja = Japanese
language-en = English
anonymous = Anonymous
list-separator = {" · "}
n-stories = { $n ->
    [one] { $n } story
   *[other] { $n } stories
}
n-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
title-separator = {" · "}
copy = Copy
copy-done = Copied.
