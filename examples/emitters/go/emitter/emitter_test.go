package emitter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

const id = "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e"

type request struct{ call, key, token, body string }

type answer struct {
	status     int // 0: ends the connection
	retryAfter string
	body       string
}

// scripted is an HTTP server that gives the answers of a script, one after the other, and else accepts.
type scripted struct {
	sync.Mutex
	*httptest.Server
	script   []answer
	requests []request
	rejected []string
}

func newServer(t *testing.T, script ...answer) (*scripted, *Emitter) {
	server := &scripted{script: script}
	server.Server = httptest.NewServer(server)
	t.Cleanup(server.Close)
	return server, New(server.URL+"/", func(_ context.Context, rejected string) (string, error) {
		server.rejected = append(server.rejected, rejected)
		if rejected != "" {
			return "second", nil
		}
		return "first", nil
	})
}

func (s *scripted) ServeHTTP(writer http.ResponseWriter, incoming *http.Request) {
	s.Lock()
	defer s.Unlock()
	body, _ := io.ReadAll(incoming.Body)
	s.requests = append(s.requests, request{incoming.Method + " " + incoming.RequestURI, incoming.Header.Get("Idempotency-Key"),
		incoming.Header.Get("Authorization"), string(body)})
	next := answer{202, "", fmt.Sprintf(`{"ids":["%s"]}`, id)}
	if len(s.script) > 0 {
		next, s.script = s.script[0], s.script[1:]
	}
	if next.status == 0 {
		panic(http.ErrAbortHandler)
	}
	if next.retryAfter != "" {
		writer.Header().Set("Retry-After", next.retryAfter)
	}
	writer.Header().Set("Location", "/elsewhere")
	writer.WriteHeader(next.status)
	_, _ = io.WriteString(writer, next.body)
}

func failure(t *testing.T, err error) *Error {
	t.Helper()
	var found *Error
	if !errors.As(err, &found) {
		t.Fatalf("not refused: %v", err)
	}
	return found
}

func equal(t *testing.T, found, wanted any) {
	t.Helper()
	if !reflect.DeepEqual(found, wanted) {
		t.Fatalf("found %v, wanted %v", found, wanted)
	}
}

func TestWhatMayPassIsRepeatedWithTheSameKeyAndBody(t *testing.T) {
	for _, status := range []int{0, 408, 429, 500, 502, 503, 504} {
		server, beckon := newServer(t, answer{status, "0", "<html>"}, answer{503, "0", ""})
		ids, err := beckon.PostJSON(context.Background(), "key", []byte(`{}`))
		equal(t, err, nil)
		equal(t, ids, []string{id})
		once := request{"POST /mentions", "key", "Bearer first", "{}"}
		equal(t, server.requests, []request{once, once, once})
	}
}

func TestARefusalIsNotRepeatedAndARedirectIsOne(t *testing.T) {
	for _, status := range []int{302, 400, 404, 405, 409, 413, 415, 422} {
		server, beckon := newServer(t, answer{status, "", `{"type":"/problems/x"}`})
		_, err := beckon.Post(context.Background(), "key", Mention{})
		refused := failure(t, err)
		wanted := Refused
		if status == 404 {
			wanted = NotFound
		}
		equal(t, []any{refused.Reason, refused.Status, refused.Problem}, []any{wanted, status, "/problems/x"})
		equal(t, len(server.requests), 1)
	}
}

func TestAWaitLongerThanThePatienceIsNotBegun(t *testing.T) {
	server, beckon := newServer(t, answer{503, "3600", ""})
	_, err := beckon.Post(context.Background(), "key", Mention{})
	equal(t, failure(t, err).Reason, Unavailable)
	equal(t, failure(t, err).RetryAfter, time.Hour)
	equal(t, len(server.requests), 1)
}

func TestAnAddressWithoutAServerIsGivenUpWhenThePatienceEnds(t *testing.T) {
	server, beckon := newServer(t)
	server.Close()
	beckon.Patience = 600 * time.Millisecond
	_, err := beckon.Post(context.Background(), "key", Mention{})
	equal(t, failure(t, err).Reason, Unavailable)
}

func TestA401IsAnsweredWithOneFreshTokenAndASecondOneIsFinal(t *testing.T) {
	accepted := answer{202, "", fmt.Sprintf(`{"ids":["%s"]}`, id)}
	server, beckon := newServer(t, answer{401, "", ""}, accepted, answer{401, "", ""}, answer{401, "", ""}, answer{403, "", ""})
	_, err := beckon.Retract(context.Background(), "key", 1)
	equal(t, err, nil)
	equal(t, server.rejected, []string{"", "first"})
	_, err = beckon.Retract(context.Background(), "key", 1)
	equal(t, failure(t, err).Reason, Unauthorized)
	_, err = beckon.Retract(context.Background(), "key", 1)
	equal(t, failure(t, err).Reason, Forbidden)
	equal(t, len(server.requests), 5)
}

func TestAddressesAndBodies(t *testing.T) {
	server, beckon := newServer(t)
	ctx := context.Background()
	_, _ = beckon.Edit(ctx, "a/b c?", 3, Mention{Excerpt: "x"})
	_, _ = beckon.Retract(ctx, "a/b", 4)
	equal(t, beckon.Revoke(ctx, Access{User: "bob", Thread: "t"}), nil)
	server.script = []answer{{404, "", `{"type":"/problems/not-found"}`}, {200, "", "<html>It works!</html>"}}
	status, err := beckon.Status(ctx, "key", "ä&b")
	equal(t, status == nil && err == nil, true)
	_, err = beckon.Post(ctx, "key", Mention{})
	equal(t, strings.Contains(err.Error(), "is the address right?"), true)
	_, err = beckon.Retract(ctx, "..", 1)
	equal(t, err != nil, true)

	var calls []string
	for _, made := range server.requests {
		calls = append(calls, made.call)
	}
	equal(t, calls, []string{"PUT /mentions/a%2Fb%20c%3F", "DELETE /mentions/a%2Fb?revision=4", "POST /access/revoked",
		"GET /mentions/key?after=%C3%A4%26b", "POST /mentions"})
	equal(t, strings.HasPrefix(server.requests[0].body, `{"revision":3,"actor":{`), true)
	equal(t, strings.Contains(server.requests[0].body, `"recipients":[]`), true)
	equal(t, server.requests[2].body, `{"user":"bob","thread":"t"}`)
}

func TestWaits(t *testing.T) {
	for attempt := 1; attempt < 100; attempt++ {
		most := 30 * time.Second
		if attempt < 7 {
			most = 500 * time.Millisecond << (attempt - 1)
		}
		found := wait(attempt, -1)
		equal(t, found >= most/2 && found <= most, true)
	}
	found := wait(9, 2*time.Second)
	equal(t, found >= 2*time.Second && found <= 2500*time.Millisecond, true)
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	equal(t, retryAfter("2", now), 2*time.Second)
	equal(t, retryAfter("Sat, 31 Jan 2026 12:00:07 GMT", now), 7*time.Second)
	equal(t, retryAfter("Sat, 31 Jan 2026 11:00:00 GMT", now), time.Duration(0))
	equal(t, retryAfter("soon", now), time.Duration(-1))
}
