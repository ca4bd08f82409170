# Requests that come again, and too many of them
problem-idempotency_running = The same request is still on its way
problem-idempotency_running-detail = A request with this Idempotency-Key has not been answered yet. Try again in a moment.
fault-bad-idempotency-key = An Idempotency-Key is 1 to 200 visible ASCII characters.
fault-idempotency-key-reused = This Idempotency-Key was used for another body. Choose a new one.
problem-rate_limited = That was too often
problem-rate_limited-detail = So many requests came in so short a time that the next ones have to wait. Please try again in { $seconds } s.
error-go-back = If you have just sent a form, it was not saved: go back with your browser, where what you typed still stands, and send it again a little later.
error-too-large-form = What you sent was not saved. Go back with your browser, where what you typed still stands, make it shorter or choose a smaller file, and send it again.
