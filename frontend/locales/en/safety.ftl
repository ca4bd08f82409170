# Reports and moderation
preview-hidden = This story is hidden
preview-hidden-about = The moderators hid it. Only its author and moderators can read it.
hidden-own = Stories of yours that moderators have hidden
story-notice = Read why
story-report = Report this story
person-report = Report this member

report = Report
report-about = Only moderators read this. The person you report is not told who reported them.
report-reason = What is wrong?
report-spam = Advertising or spam
report-harassment = Harassment or discrimination
report-private = Reveals someone’s private information
report-unlawful = Against the law
report-other = Something else
report-note = Details
report-note-hint = Where is it, and what is wrong with it? Up to 1,000 characters. Required for “Something else”.
report-send = Send the report
report-back = Back to the page
report-thanks = We have received your report
report-thanks-about = Thank you. The moderators will look into it.

notice-hidden = The moderators hid it. Only you and moderators can read it now.
notice-suspended = The moderators suspended your account. While it is suspended, you cannot take part, and your API tokens do not work.
notice-reason = Reason
notice-answer = Answer
notice-answer-hint = You can answer the moderators once. Up to 2,000 characters.
notice-answered = Your answer
notice-arrived = Your answer was sent. The moderators will read it.
notice-send = Send the answer

moderation = Moderation
moderation-about = Everything done here is logged. The author or member concerned reads the reason.
moderation-done = Done, and logged.
moderation-cases = Reports
moderation-none = No reports to look at.
moderation-by-member = by a member
moderation-by-anyone = by someone without an account
moderation-why = Reason
moderation-why-hint = The person concerned reads this as you write it. Required to hide a story or suspend an account.
moderation-hide = Hide the story
moderation-show = Show it again
moderation-suspend = Suspend the account
moderation-lift = Lift the suspension
moderation-dismiss = Close: nothing wrong
moderation-answers = Answers from those concerned
moderation-answer = Answer
moderation-no-answer = No answers to look at.
moderation-stays = Leave it as it is
moderation-log = Log
moderation-no-act = Nothing yet.
act-hide = Hidden
act-show = Shown again
act-suspend = Suspended
act-lift = Suspension lifted
act-dismiss = Nothing wrong
act-suspend-author = Author suspended
act-lift-author = Author’s suspension lifted
act-approve = Approved
act-refuse = Refused
act-dismiss-author = Author’s suspension upheld
act-invite = Invitation made
act-revoke = Invitation revoked

moderate = Moderate
moderation-desk = Reports and log
moderation-waiting = Waiting for approval
moderation-invitations = Invitations
moderation-look-up = Look up
moderation-overtaken = Nothing was done: somebody else was faster, or something has changed since. This is how things stand now.
moderation-suspend-author = Suspend the author
moderation-lift-author = Lift the author’s suspension
moderation-reconsider = Return it to waiting for approval
moderation-more-story = Log of this story, and more about its author
moderation-more-person = Log of this member, and more about their stories
moderation-next = Next page
moderation-unread = … and { $n } more

moderation-waiting-about = New accounts, the oldest first. A refused account stays invisible to others; its owner reads the reason and can answer once. It is deleted after { $days } days.
moderation-nobody-waits = Nobody is waiting.
waiting-since = Waiting since { $at }
waiting-identity = { $provider }: { $name }
waiting-why-hint = Required to refuse. The person concerned reads this as you write it.
waiting-approve = Approve
waiting-refuse = Refuse

invitations-about = With an invitation, one person can become a member without waiting for approval.
invitations-new = A new invitation
invitations-days = Valid for
invitations-make = Make an invitation
invitations-made = The invitation was made
invitations-made-about = The link is shown only this once. Copy it now, and give it to one person.
invitations-link = Link
invitations-made-before = This invitation was already made: the same form was sent twice. If you did not copy the link, revoke the invitation and make another.
invitations-revoked = The invitation was revoked. It no longer works.
invitations-over = This invitation was used or revoked, or it has expired.
invitations-open = Unused invitations
invitations-none = None.
invitations-until = Valid until { $at }
invitations-by-operator = by whoever runs this site

look-up-about = You can also moderate what nobody has reported.
look-up-address = Address of a story or of a member's page
look-up-hint = As your browser shows it. For a member, @ and the handle will do.
look-up-do = Open
look-up-nothing = There is no story and no member at this address.

about-act = What to do
about-story-shown = Anyone can read this story.
about-story-hidden = This story is hidden.
about-read = Read it
about-author = It is anonymous. You can suspend the author, but neither you nor the log will know who that is.
about-author-suspended = It is anonymous. Its author is suspended.
about-person-member = Member
about-person-suspended = Suspended
about-person-waits = Waiting for approval
about-person-refused = Refused
about-page = See their page
about-with-stories = { $n ->
    [one] Also hide the { $n } public story under their name
   *[other] Also hide the { $n } public stories under their name
}
about-with-stories-hint = Each is logged separately, with the same reason. Anonymous stories stay as they are, whoever wrote them.

notice-refusal = Your account was not approved
notice-refused = The moderators decided not to approve your account for now. It will be deleted { $days } days after their decision.
notice-for-story = It is about your anonymous story “{ $title }”.
notice-contact = To reach the people who run this site:
notice-unknown = Unless you say so in your answer, not even the moderators know who wrote it.
