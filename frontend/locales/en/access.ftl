# Signing in and out, and sending again
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-write = Write

sign-in = Sign in
sign-in-local = This Guidepost runs on your own machine alone. You can sign in as any member, without a password.
sign-in-as = Choose a member
sign-in-as-hint = Choose a name to sign in as that person.
sign-in-by-handle = The handle of a member who is not listed
sign-in-new = New here?
sign-in-new-hint = The handle becomes the address of your page and cannot be changed later.
sign-in-handle = Handle
sign-in-handle-hint = 3 to 30 letters a-z, digits or hyphens, starting with a letter.
sign-in-display-name = Display name
sign-in-display-name-hint = Up to 60 characters. Without one, the handle is shown.
sign-in-optional = (optional)
sign-in-language = Language of the site
sign-in-start = Start
sign-in-none = No way to sign in
sign-in-none-detail = Signing in is not set up on this Guidepost. Everyone may read.

again = Please sign in again
again-kept = You were no longer signed in, so nothing was saved yet. All that you typed is kept in this page.
again-nothing = You were no longer signed in, so nothing was done. Sign in, go back to the page before and send it again.
again-step-sign-in = Sign in, in another tab.
again-step-back = Come back to this tab. Leave it open until then.
again-step-send = Press “Send again”.
again-open = Open the sign-in page (new tab)
again-send = Send again
again-no-way = There is no way to sign in on this Guidepost just now. Copy the texts below and keep them.
again-texts = Show what you typed
again-text = Text { $n }
again-other = It could not be done
again-other-kept = What you sent is not of the member who is signed in now, or it was deleted. All that you typed is kept in this page.
again-other-sign-in = In another tab, sign in as the member who wrote it, or bring the story back on the “Write” page.
