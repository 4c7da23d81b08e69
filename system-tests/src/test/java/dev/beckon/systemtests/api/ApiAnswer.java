package dev.beckon.systemtests.api;

/** A service's answer to one request. */
record ApiAnswer(int status, String contentType, String body) {}
