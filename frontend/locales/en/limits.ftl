# Requests that come again, and too many of them
problem-idempotency_running = The same request is still on its way
problem-idempotency_running-detail = A request with this Idempotency-Key has not been answered yet. Try again in a moment.
fault-bad-idempotency-key = An Idempotency-Key is 1 to 200 visible ASCII characters.
fault-idempotency-key-reused = This Idempotency-Key was used for another body. Choose a new one.
