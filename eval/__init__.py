"""Question sets in, figures and reports out; asks the service in process or over HTTP."""
