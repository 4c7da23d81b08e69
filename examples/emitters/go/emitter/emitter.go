// Package emitter sends mentions to Beckon from a Go service: standard library only, Go 1.19. Copy it into your product.
//
// A call returns once Beckon has it on all replicas; it waits and repeats after 408, 429, 5xx and lost connections, and fails with
// *Error once the patience ends or an answer is final. Keys make every repetition harmless, also by another process.
package emitter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second
	maxAnswer   = 1 << 20
)

// Reason says what the caller can do about a failure.
type Reason string

const (
	Refused      Reason = "refused"      // the call will never be accepted: correct it
	Unauthorized Reason = "unauthorized" // 401, also with a second token, or no token can be had
	Forbidden    Reason = "forbidden"    // the token lacks a role
	NotFound     Reason = "not-found"    // no mention of this key is stored, or the address is wrong
	Unavailable  Reason = "unavailable"  // Beckon may have the call: repeat it with the same key
)

// Error is a call that Beckon did not accept. Status is the last answer's, 0 if there was none; Problem its type, such as
// /problems/invalid-request; RetryAfter what it asked for, or negative.
type Error struct {
	Reason     Reason
	Status     int
	Problem    string
	RetryAfter time.Duration
	Message    string
	Cause      error
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Cause }

// Actor is the author; ID as in that user's tokens.
type Actor struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	AvatarURL string `json:"avatar_url,omitempty"`
}

// Source is the text's place in the product.
type Source struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	URL   string `json:"url"`
	Title string `json:"title"`
}

// Mention is a text in which a person names others; fields and rules are those of POST /mentions.
type Mention struct {
	Actor      Actor          `json:"actor"`
	Recipients []string       `json:"recipients"`
	Source     Source         `json:"source"`
	Excerpt    string         `json:"excerpt"`
	OccurredAt time.Time      `json:"occurredAt"`
	Kind       string         `json:"kind,omitempty"`
	Thread     string         `json:"thread,omitempty"`
	Data       map[string]any `json:"data,omitempty"`
	ExpiresAt  *time.Time     `json:"expiresAt,omitempty"`
}

// Access is what a user may no longer see: a source, of which type and id count, or a thread.
type Access struct {
	User   string     `json:"user"`
	Source *SourceKey `json:"source,omitempty"`
	Thread string     `json:"thread,omitempty"`
}

// SourceKey names a source.
type SourceKey struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// Emitter makes calls; safe for concurrent use.
type Emitter struct {
	url   string
	token func(ctx context.Context, rejected string) (string, error)
	http  *http.Client
	// Patience is the time after a call in which attempts begin; 0: one attempt.
	Patience time.Duration
}

// New makes an emitter for mention-service at this address. token gives an access token; rejected is the one that Beckon has just
// answered with 401, or empty.
func New(address string, token func(ctx context.Context, rejected string) (string, error)) *Emitter {
	client := &http.Client{
		Timeout:       10 * time.Second,                                                              // Beckon answers within 5 s
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a redirected post is a GET
	}
	return &Emitter{url: strings.TrimSuffix(address, "/"), token: token, http: client, Patience: 2 * time.Minute}
}

// Post posts a mention or a list of up to 100 and returns their ids. The key, 1 to 200 visible ASCII characters, is the same for every
// attempt by any process.
func (e *Emitter) Post(ctx context.Context, key string, mentions ...Mention) ([]string, error) {
	if len(mentions) == 1 {
		return e.ids(ctx, http.MethodPost, "/mentions", mentions[0], key)
	}
	return e.ids(ctx, http.MethodPost, "/mentions", mentions, key)
}

// PostJSON posts a body that is JSON already.
func (e *Emitter) PostJSON(ctx context.Context, key string, body json.RawMessage) ([]string, error) {
	return e.ids(ctx, http.MethodPost, "/mentions", body, key)
}

// Edit replaces the mention of this key. The highest revision holds, in whatever order calls arrive.
func (e *Emitter) Edit(ctx context.Context, key string, revision int64, mention Mention) ([]string, error) {
	path, err := address(key)
	if err != nil {
		return nil, err
	}
	if mention.Recipients == nil {
		mention.Recipients = []string{} // null is no list
	}
	return e.ids(ctx, http.MethodPut, path, struct {
		Revision int64 `json:"revision"`
		Mention
	}{revision, mention}, "")
}

// Retract takes the mention back from all recipients.
func (e *Emitter) Retract(ctx context.Context, key string, revision int64) ([]string, error) {
	path, err := address(key)
	if err != nil {
		return nil, err
	}
	return e.ids(ctx, http.MethodDelete, fmt.Sprintf("%s?revision=%d", path, revision), nil, "")
}

// Revoke takes back from a user what the user may no longer see.
func (e *Emitter) Revoke(ctx context.Context, access Access) error {
	_, err := e.call(ctx, http.MethodPost, "/access/revoked", access, "")
	return err
}

// Status is what became of a mention, as GET /mentions/{key} answers; nil if it is not stored, which takes moments after a post.
// It has at most 100 recipients, those after the given one.
func (e *Emitter) Status(ctx context.Context, key string, after string) (json.RawMessage, error) {
	path, err := address(key)
	if err != nil {
		return nil, err
	}
	if after != "" {
		path += "?after=" + url.QueryEscape(after)
	}
	body, err := e.call(ctx, http.MethodGet, path, nil, "")
	var failure *Error
	if errors.As(err, &failure) && failure.Problem == "/problems/not-found" {
		return nil, nil
	}
	return body, err
}

func (e *Emitter) ids(ctx context.Context, method, path string, body any, key string) ([]string, error) {
	answer, err := e.call(ctx, method, path, body, key)
	if err != nil {
		return nil, err
	}
	var accepted struct {
		IDs []string `json:"ids"`
	}
	if json.Unmarshal(answer, &accepted) != nil || len(accepted.IDs) == 0 {
		return nil, &Error{Reason: Refused, RetryAfter: -1, Message: "this is not Beckon's answer; is the address right? " + begin(answer)}
	}
	return accepted.IDs, nil
}

func (e *Emitter) call(ctx context.Context, method, path string, body any, key string) ([]byte, error) {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	end := time.Now().Add(e.Patience)
	for attempt := 1; ; attempt++ {
		answer, failure := e.attempt(ctx, method, path, text, key)
		if failure == nil {
			return answer, nil
		}
		pause := wait(attempt, failure.RetryAfter)
		if failure.Reason != Unavailable || time.Now().Add(pause).After(end) {
			return nil, failure
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, failure
		}
	}
}

func (e *Emitter) attempt(ctx context.Context, method, path string, body []byte, key string) ([]byte, *Error) {
	token, failure := e.fresh(ctx, "")
	if failure != nil {
		return nil, failure
	}
	answer, text, failure := e.send(ctx, method, path, body, key, token)
	if failure == nil && answer.StatusCode == http.StatusUnauthorized { // expired, or the issuer has new keys
		if token, failure = e.fresh(ctx, token); failure == nil {
			answer, text, failure = e.send(ctx, method, path, body, key, token)
		}
	}
	if failure != nil || answer.StatusCode/100 == 2 {
		return text, failure
	}
	var problem struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(text, &problem) // a proxy's page is no problem
	return nil, &Error{
		Reason: reason(answer.StatusCode), Status: answer.StatusCode, Problem: problem.Type,
		RetryAfter: retryAfter(answer.Header.Get("Retry-After"), time.Now()),
		Message:    fmt.Sprintf("%s %s was answered with %d: %s", method, path, answer.StatusCode, begin(text)),
	}
}

func (e *Emitter) fresh(ctx context.Context, rejected string) (string, *Error) {
	token, err := e.token(ctx, rejected)
	if err != nil {
		return "", &Error{Reason: Unauthorized, RetryAfter: -1, Message: "no token for Beckon can be had: " + err.Error(), Cause: err}
	}
	return token, nil
}

func (e *Emitter) send(ctx context.Context, method, path string, body []byte, key, token string) (*http.Response, []byte, *Error) {
	request, err := http.NewRequestWithContext(ctx, method, e.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, &Error{Reason: Refused, RetryAfter: -1, Message: err.Error(), Cause: err}
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	answer, err := e.http.Do(request)
	var text []byte
	if err == nil {
		defer answer.Body.Close()
		text, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	}
	if err != nil {
		message := fmt.Sprintf("no answer from %s, which may have the call: %v", e.url, err)
		return nil, nil, &Error{Reason: Unavailable, RetryAfter: -1, Message: message, Cause: err}
	}
	return answer, text, nil
}

func reason(status int) Reason {
	switch {
	case status == http.StatusUnauthorized:
		return Unauthorized
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusNotFound:
		return NotFound
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500:
		return Unavailable
	default:
		return Refused
	}
}

// wait is the time until a call is repeated: what the answer asks for, else exponentially longer, with jitter.
func wait(attempt int, asked time.Duration) time.Duration {
	if asked >= 0 { // jitter on top, so that services refused together do not come back together
		return asked + time.Duration(rand.Int63n(int64(firstWait)))
	}
	most := longestWait
	if attempt <= 6 {
		most = firstWait << (attempt - 1)
	}
	return most/2 + time.Duration(rand.Int63n(int64(most/2)))
}

var digits = regexp.MustCompile(`^[0-9]{1,9}$`)

// retryAfter is what Retry-After asks for, as seconds or as a date (RFC 9110 §10.2.3); negative: nothing readable.
func retryAfter(value string, now time.Time) time.Duration {
	if digits.MatchString(value) {
		seconds, _ := strconv.Atoi(value)
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(value)
	switch {
	case err != nil:
		return -1
	case at.Before(now):
		return 0
	default:
		return at.Sub(now)
	}
}

func address(key string) (string, error) {
	if key == "." || key == ".." {
		return "", fmt.Errorf("the key %s has no address: clients take it out of paths", key)
	}
	return "/mentions/" + url.PathEscape(key), nil
}

func begin(text []byte) string {
	if len(text) > 500 {
		text = text[:500]
	}
	return string(text)
}
